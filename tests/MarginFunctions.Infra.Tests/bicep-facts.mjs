// Reads { id: text of a Bicep file } from standard input and answers { id: facts } with what the file declares, its expressions as trees, and every name that it uses.
// Places are { line, column }, from 1.
import { createRequire } from "node:module";
import { Language, Parser } from "web-tree-sitter";
import { mask } from "./bicep-mask.mjs";

await Parser.init();
const parser = new Parser();
parser.setLanguage(await Language.load(createRequire(import.meta.url).resolve("tree-sitter-bicep/tree-sitter-bicep.wasm")));

let input = "";
process.stdin.setEncoding("utf8");
process.stdin.on("data", chunk => (input += chunk));
process.stdin.on("end", () => {
  const files = Object.entries(JSON.parse(input)).map(([id, text]) => [id, new FileReader(text).read()]);
  process.stdout.write(JSON.stringify(Object.fromEntries(files)));
});

// The language's own order, from loosest to tightest; the grammar's differs.
const binaryOrder = { "??": 1, "||": 2, "&&": 3, "==": 4, "!=": 4, "=~": 4, "!~": 4, "<": 5, "<=": 5, ">": 5, ">=": 5, "+": 6, "-": 6, "*": 7, "/": 7, "%": 7 };
const composites = new Set([
  "member_expression", "subscript_expression", "resource_expression", "call_expression", "unary_expression", "binary_expression", "ternary_expression", "lambda_expression",
  "nullable_type", "nullable_return_type", "union_type", "type", "expression", "primary_expression",
]);
const unreadable = new Set(["assignment_expression", "compatible_identifier"]);
const escapes = { n: "\n", r: "\r", t: "\t", "\\": "\\", "'": "'", $: "$" };

const place = node => ({ line: node.startPosition.row + 1, column: node.startPosition.column + 1 });
const parts = node => Array.from({ length: node.childCount }, (_, i) => node.child(i)).filter(child => !child.type.endsWith("comment"));
const named = node => parts(node).filter(child => child.isNamed);
const ofType = (node, type) => parts(node).find(child => child.type === type);

class FileReader {
  constructor(text) {
    this.text = text;
    this.scopes = [];
    this.facts = { targetScope: "resourceGroup", problems: [], parameters: [], variables: [], functions: [], types: [], imports: [], resources: [], modules: [], outputs: [], names: [] };
  }

  read() {
    const tree = parser.parse(mask(this.text));
    this.findErrors(tree.rootNode);
    if (this.facts.problems.length > 0) {
      // What a broken file seems to declare would only be puzzling.
      return this.facts;
    }

    let decorators = [];
    let last = null;
    for (const statement of named(tree.rootNode)) {
      if (last && statement.startPosition.row === last.endPosition.row) {
        this.complain(statement, "a statement begins on the line of another");
      }
      last = statement;
      if (statement.type === "decorators") {
        decorators = named(statement).map(decorator => this.decorator(decorator));
      } else {
        this.statement(statement, decorators);
        decorators = [];
      }
    }
    if (decorators.length > 0) {
      this.complain(tree.rootNode, "a decorator at the end decorates nothing");
    }
    return this.facts;
  }

  statement(node, decorators) {
    const children = named(node);
    const name = children[0] && this.source(children[0]);
    const common = { name, ...place(node), decorators };
    switch (node.type) {
      case "target_scope_assignment":
        this.facts.targetScope = this.literal(children[0]);
        break;
      case "parameter_declaration":
        this.facts.parameters.push({ ...common, type: this.type(children[1]), default: children[2] ? this.expression(children[2]) : null });
        break;
      case "variable_declaration":
        this.facts.variables.push({ ...common, value: this.expression(children[1]) });
        break;
      case "output_declaration":
        this.facts.outputs.push({ ...common, type: this.type(children[1]), value: this.expression(children[2]) });
        break;
      case "type_declaration":
        this.facts.types.push({ ...common, type: this.type(children[1]) });
        break;
      case "user_defined_function":
        this.userFunction(node, common);
        break;
      case "resource_declaration":
        this.resource(node, decorators, null);
        break;
      case "module_declaration":
        this.module(node, common);
        break;
      case "import_functionality":
        this.imports(node);
        break;
      case "metadata_declaration":
        this.expression(children[1]);
        break;
      case "ERROR":
        break;
      default:
        this.complain(node, `cannot read a ${node.type.replaceAll("_", " ")} here`);
    }
  }

  imports(node) {
    const path = this.literal(named(node).at(-1));
    let last = null;
    for (const child of parts(node).slice(0, -1)) {
      if (child.type === "*") {
        this.complain(child, "cannot follow an import of everything; name what is needed");
      } else if (child.type === "identifier" && last?.renamed) {
        last.alias = this.source(child);
        last.renamed = false;
      } else if (child.type === "identifier") {
        last = { name: this.source(child), alias: this.source(child), path, ...place(child), renamed: false };
        this.facts.imports.push(last);
      } else if (child.type === "as" && last) {
        last.renamed = true;
      }
    }
  }

  userFunction(node, common) {
    const parameters = named(ofType(node, "parameters")).map(parameter => {
      const [name, type] = named(parameter);
      return { name: this.source(name), type: this.type(type) };
    });
    this.type(node.childForFieldName("returns"));
    const children = named(node);
    this.within(parameters.map(p => p.name), () => this.facts.functions.push({ ...common, parameters, value: this.expression(children.at(-1)) }));
  }

  resource(node, decorators, parent) {
    const [symbol, type, value] = named(node);
    const declaration = {
      name: this.source(symbol), ...place(node), decorators, parent, type: this.literal(type), existing: ofType(node, "existing") !== undefined, ...this.body(value),
    };
    this.facts.resources.push(declaration);
    this.within(this.nestedNames(value), () => this.fill(declaration, value, declaration.name));
  }

  module(node, common) {
    const [, path, value] = named(node);
    const declaration = { ...common, path: this.literal(path), ...this.body(value) };
    this.facts.modules.push(declaration);
    this.fill(declaration, value, null);
  }

  body() {
    return { loop: null, condition: null, body: null };
  }

  // A body is an object, or a loop or a condition around one.
  fill(declaration, node, parent) {
    if (node.type === "for_statement") {
      const { names, over, body } = this.loopParts(node);
      declaration.loop = { item: names[0] ?? null, index: names[1] ?? null, over: this.expression(over) };
      this.within(names, () => this.fill(declaration, body, parent));
    } else if (node.type === "if_statement") {
      const [condition, body] = named(node);
      declaration.condition = this.expression(condition);
      this.fill(declaration, body, parent);
    } else {
      declaration.body = this.object(node, parent);
    }
  }

  // Children that are declared inside a body are known in the whole of it.
  nestedNames(node) {
    const found = [];
    const visit = child => {
      if (child.type === "resource_declaration") {
        found.push(this.source(named(child)[0]));
      } else {
        named(child).forEach(visit);
      }
    };
    visit(node);
    return found;
  }

  decorator(node) {
    const call = ofType(node, "call_expression");
    const target = call.childForFieldName("function");
    const name = this.source(target);
    this.use(name.replace(/^sys\./, ""), "decorator", target);
    return { name: name.replace(/^sys\./, ""), ...place(node), arguments: named(call.childForFieldName("arguments")).map(argument => this.expression(argument)) };
  }

  type(node) {
    const visit = child => {
      if (child.type === "identifier") {
        this.use(this.source(child), "type", child);
      } else if (child.type === "object_property") {
        named(child).slice(1).forEach(visit);
      } else if (child.type === "decorators") {
        named(child).forEach(decorator => this.decorator(decorator));
      } else {
        named(child).forEach(visit);
      }
    };
    visit(node);
    return this.source(node);
  }

  expression(node) {
    const items = [];
    this.flatten(node, items);
    const stream = { items, next: 0 };
    const value = this.conditional(stream);
    if (stream.next < items.length) {
      this.complain(items[stream.next].node, `cannot read '${this.source(items[stream.next].node)}' here`);
    }
    return value;
  }

  // The leaves of an expression in their order: operands, operators, and what follows an operand.
  flatten(node, items) {
    if (!node.isNamed) {
      items.push({ token: node.type, node });
    } else if (unreadable.has(node.type)) {
      this.complain(node, `cannot read '${this.source(node)}' as an expression`);
      items.push({ operand: true, node });
    } else if (node.type === "subscript_expression") {
      this.flatten(node.childForFieldName("object"), items);
      items.push({ token: "[", node, index: node.childForFieldName("index") });
    } else if (composites.has(node.type) && node.childCount > 0) {
      parts(node).forEach(child => this.flatten(child, items));
    } else if (node.type === "property_identifier") {
      items.push({ token: "property", node });
    } else if (node.type === "arguments") {
      items.push({ token: "(", node });
    } else {
      items.push({ operand: true, node });
    }
  }

  conditional(stream) {
    const first = stream.items[stream.next]?.node;
    const arrow = stream.items[stream.next + 1]?.token === "=>";
    if (arrow) {
      return this.lambda(stream);
    }

    const condition = this.binary(stream, 1);
    if (stream.items[stream.next]?.token !== "?") {
      return condition;
    }
    stream.next++;
    const then = this.conditional(stream);
    this.expect(stream, ":", first);
    return this.made("conditional", first, stream, { condition, then, else: this.conditional(stream) });
  }

  lambda(stream) {
    const head = stream.items[stream.next].node;
    const parameters = (head.type === "parenthesized_expression" ? named(head) : [head]).map(name => this.source(name));
    stream.next += 2;
    return this.within(parameters, () => this.made("lambda", head, stream, { parameters, body: this.conditional(stream) }));
  }

  binary(stream, order) {
    const first = stream.items[stream.next]?.node;
    let left = this.unary(stream);
    for (;;) {
      const operator = stream.items[stream.next];
      const own = binaryOrder[operator?.token];
      if (!own || own < order) {
        return left;
      }
      const before = stream.items[stream.next - 1].node;
      stream.next++;
      const after = stream.items[stream.next]?.node;
      if (before.endPosition.row !== operator.node.startPosition.row || after?.startPosition.row !== operator.node.startPosition.row) {
        this.complain(operator.node, `'${operator.token}' stands on another line than its operands`);
      }
      left = this.made("binary", first, stream, { operator: operator.token, left, right: this.binary(stream, own + 1) });
    }
  }

  unary(stream) {
    const operator = stream.items[stream.next];
    if (operator?.token !== "!" && operator?.token !== "-") {
      return this.postfix(stream);
    }
    stream.next++;
    return this.made("unary", operator.node, stream, { operator: operator.token, operand: this.unary(stream) });
  }

  postfix(stream) {
    const first = stream.items[stream.next];
    if (!first?.operand) {
      this.complain(first?.node ?? stream.items.at(-1).node, "an operand is missing");
      stream.next++;
      return { kind: "null", line: 0 };
    }
    stream.next++;
    let value = null;
    if (first.node.type === "identifier") {
      value = stream.items[stream.next]?.token === "(" ? this.call(null, first.node, first.node, stream) : this.name(first.node);
    } else {
      value = this.operand(first.node);
    }
    for (;;) {
      const item = stream.items[stream.next];
      if (item?.token === "." || item?.token === ".?") {
        const property = stream.items[stream.next + 1].node;
        stream.next += 2;
        value = stream.items[stream.next]?.token === "("
          ? this.call(value, property, first.node, stream)
          : this.made("member", first.node, stream, { target: value, name: this.source(property) });
      } else if (item?.token === "[") {
        stream.next++;
        value = this.made("index", first.node, stream, { target: value, index: this.expression(item.index) });
      } else if (item?.token === "::") {
        const child = stream.items[stream.next + 1].node;
        stream.next += 2;
        value = this.made("nested", first.node, stream, { target: value, name: this.source(child) });
      } else {
        return value;
      }
    }
  }

  call(target, nameNode, first, stream) {
    const name = this.source(nameNode);
    if (target === null || (target.kind === "name" && (target.name === "az" || target.name === "sys"))) {
      this.use(name, "function", nameNode);
      target = null;
    }
    const list = stream.items[stream.next++].node;
    return this.made("call", first, stream, { target, name, arguments: named(list).map(argument => this.expression(argument)) });
  }

  name(node) {
    const name = this.source(node);
    this.use(name, "value", node);
    return { kind: "name", ...place(node), text: name, name };
  }

  operand(node) {
    switch (node.type) {
      case "number": return { kind: "number", ...place(node), value: Number(this.source(node)) };
      case "boolean": return { kind: "boolean", ...place(node), value: this.source(node) === "true" };
      case "null": return { kind: "null", ...place(node) };
      case "string": return this.string(node);
      case "object": return this.object(node, null);
      case "array": return { kind: "array", ...place(node), items: this.items(node) };
      case "for_statement": return this.loop(node);
      case "parenthesized_expression": {
        if (named(node).length !== 1) {
          this.complain(node, "parentheses hold one expression");
        }
        return this.expression(named(node)[0]);
      }
      default:
        if (node.type !== "ERROR") {
          this.complain(node, `cannot read '${this.source(node)}' as an expression`);
        }
        return { kind: "null", ...place(node) };
    }
  }

  items(node) {
    return named(node).filter(child => child.type !== "decorators").map(item => {
      const value = this.expression(item);
      return this.text.slice(0, item.startIndex).trimEnd().endsWith("...") ? { kind: "spread", ...place(item), text: this.source(item), value } : value;
    });
  }

  loopParts(node) {
    const parameters = ofType(node, "for_loop_parameters");
    const initializer = node.childForFieldName("initializer");
    const names = parameters ? named(parameters).map(child => this.source(child)) : initializer ? [this.source(initializer)] : [];
    const body = node.childForFieldName("body");
    const over = named(node).find(child => child.id !== body.id && child.id !== initializer?.id && child.id !== parameters?.id);
    return { names, over, body };
  }

  loop(node) {
    const { names, over, body } = this.loopParts(node);
    const collection = this.expression(over);
    return this.within(names, () => ({
      kind: "for", ...place(node), text: this.source(node), item: names[0] ?? null, index: names[1] ?? null, over: collection, body: this.expression(body),
    }));
  }

  object(node, parent) {
    const properties = [];
    let last = null;
    let decorators = [];
    for (const child of parts(node)) {
      if (child.type === "," ) {
        last = null;
      } else if (child.type === "decorators") {
        decorators = named(child).map(decorator => this.decorator(decorator));
      } else if (child.type === "object_property") {
        if (last && last.endPosition.row === child.startPosition.row) {
          this.complain(child, "a property begins on the line of another, without a comma");
        }
        last = child;
        if (child.firstChild.type === "resource_declaration") {
          this.resource(child.firstChild, decorators, parent);
        } else {
          properties.push(this.property(child));
        }
        decorators = [];
      }
    }
    return { kind: "object", ...place(node), properties };
  }

  property(node) {
    const [key, value] = named(node);
    if (this.text.startsWith("...", key.startIndex)) {
      return { ...place(key), name: null, key: null, value: { kind: "spread", ...place(key), text: this.source(node), value: this.expression(value) } };
    }
    const name = key.type === "string" ? this.string(key) : { kind: "string", ...place(key), value: this.source(key) };
    return { ...place(key), name: name.kind === "string" ? name.value : null, key: name, value: this.expression(value) };
  }

  // A string's words are taken from the file, since the parsed text is masked.
  string(node) {
    const raw = this.source(node);
    if (raw.startsWith("'''")) {
      return { kind: "string", ...place(node), value: raw.slice(3, -3).replace(/^\r?\n/, "") };
    }
    if (raw.includes("\n")) {
      this.complain(node, "a string ends on another line");
    }
    const pieces = [];
    let at = node.startIndex + 1;
    const words = end => {
      if (end > at) {
        pieces.push({ kind: "string", ...place(node), value: this.unescape(node, this.text.slice(at, end)) });
      }
    };
    for (const hole of named(node).filter(child => child.type === "interpolation")) {
      words(hole.startIndex);
      pieces.push(this.expression(named(hole)[0]));
      at = hole.endIndex;
    }
    words(node.endIndex - 1);
    if (pieces.every(piece => piece.kind === "string") && pieces.length <= 1) {
      return pieces[0] ?? { kind: "string", ...place(node), value: "" };
    }
    return { kind: "interpolated", ...place(node), text: raw, pieces };
  }

  unescape(node, words) {
    return words.replace(/\\(u\{([0-9a-fA-F]+)\}|[\s\S])/g, (all, mark, code) => {
      if (code) {
        return String.fromCodePoint(parseInt(code, 16));
      }
      if (!(mark in escapes)) {
        this.complain(node, `'${all}' is no escape sequence`);
      }
      return escapes[mark] ?? all;
    });
  }

  literal(node) {
    const value = this.string(node);
    if (value.kind !== "string") {
      this.complain(node, "a plain string is needed here");
    }
    return value.value ?? this.source(node);
  }

  expect(stream, token, from) {
    const item = stream.items[stream.next];
    if (item?.token === token) {
      stream.next++;
    } else {
      this.complain(item?.node ?? from, `'${token}' is missing`);
    }
  }

  made(kind, first, stream, fields) {
    const end = stream.items[stream.next - 1].node.endIndex;
    return { kind, ...place(first), text: this.text.slice(first.startIndex, end), ...fields };
  }

  use(name, kind, node) {
    this.facts.names.push({ name, kind, ...place(node), bound: kind === "value" && this.scopes.some(scope => scope.includes(name)) });
  }

  within(names, action) {
    this.scopes.push(names);
    try {
      return action();
    } finally {
      this.scopes.pop();
    }
  }

  findErrors(node) {
    if (node.isError || node.isMissing) {
      this.complain(node, node.isMissing ? `'${node.type}' is missing` : `cannot read '${this.source(node).split("\n")[0].trim()}'`);
    } else if (node.hasError) {
      parts(node).forEach(child => this.findErrors(child));
    }
  }

  complain(node, text) {
    this.facts.problems.push({ ...place(node), text });
  }

  source(node) {
    return this.text.slice(node.startIndex, node.endIndex);
  }
}
