// Reads [{ schema, json }] from standard input and answers, in order, null for a valid document and the first complaint for any other. Without a schema of its own a document
// is judged by the schema of AsyncAPI 3.0.0.
const Ajv = require("ajv").default;

let input = "";
process.stdin.setEncoding("utf8");
process.stdin.on("data", chunk => (input += chunk));
process.stdin.on("end", () => {
  // The specification's schema uses formats and words of its own; addresses are checked where they are followed.
  const ajv = new Ajv({ strict: false, validateFormats: false });

  // It is large and compiled only when it is needed. The other form of it names its parts by addresses, one of which Ajv has already.
  let asyncapi;
  const specification = () => (asyncapi ??= ajv.compile(require("@asyncapi/specs/schemas/3.0.0-without-$id.json")));

  const answers = JSON.parse(input).map(({ schema, json }) => {
    const validate = schema ? ajv.compile(schema) : specification();
    return validate(JSON.parse(json)) ? null : ajv.errorsText(validate.errors);
  });
  process.stdout.write(JSON.stringify(answers));
});
