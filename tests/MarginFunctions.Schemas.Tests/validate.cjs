// Reads { schemas: { file: schema }, documents: [{ schema: file, json: text }] } from standard input and answers, in order, null for a valid document and the first
// complaint for any other. A schema that is wrong, or uses a word that Ajv does not know, ends it.
const Ajv2020 = require("ajv/dist/2020").default;

let input = "";
process.stdin.setEncoding("utf8");
process.stdin.on("data", chunk => (input += chunk));
process.stdin.on("end", () => {
  const { schemas, documents } = JSON.parse(input);

  // A decimal is a number or a string, so its limits stand without a type; and a "required" may name what only the whole object declares.
  const ajv = new Ajv2020({ strict: true, strictTypes: false, strictRequired: false });
  for (const schema of Object.values(schemas)) {
    ajv.addSchema(schema);
  }

  const answers = documents.map(({ schema, json }) => {
    const validate = ajv.getSchema(schema);
    if (!validate) {
      throw new Error(`There is no schema ${schema}.`);
    }
    return validate(JSON.parse(json)) ? null : ajv.errorsText(validate.errors);
  });
  process.stdout.write(JSON.stringify(answers));
});
