// The grammar stumbles over some correct text: words of strings that look like comments, spreads, and non-null marks. This writes other characters in their place. No character moves.
export function mask(text) {
  const out = [...text.split("")];
  let at = 0;
  const brackets = [];
  const blank = (from, to, with_) => {
    for (let i = from; i < to; i++) {
      if (out[i] !== "\n" && out[i] !== "\r") {
        out[i] = with_;
      }
    }
  };
  const comment = () => {
    const line = text[at + 1] === "/";
    const end = text.indexOf(line ? "\n" : "*/", at + 2);
    const stop = end < 0 ? text.length : line ? end : end + 2;
    blank(at, stop, " ");
    at = stop;
  };
  const string = () => {
    if (text.startsWith("'''", at)) {
      const end = text.indexOf("'''", at + 3);
      const stop = end < 0 ? text.length : end;
      blank(at + 3, stop, "_");
      at = stop + 3;
      return;
    }
    at++;
    while (at < text.length && text[at] !== "'" && text[at] !== "\n") {
      if (text[at] === "\\") {
        blank(at, at + 2, "_");
        at += 2;
      } else if (text.startsWith("${", at)) {
        at += 2;
        code("}");
      } else {
        out[at++] = "_";
      }
    }
    at++;
  };
  const code = stop => {
    const depth = brackets.length;
    while (at < text.length) {
      const c = text[at];
      if (c === stop && brackets.length === depth) {
        at++;
        return;
      }
      if (text.startsWith("//", at) || text.startsWith("/*", at)) {
        comment();
      } else if (c === "'") {
        string();
      } else if (text.startsWith("...", at)) {
        // In an object "_s:" makes a property of it; in a list nothing is needed but a comma, where a line's end would separate.
        const first = /[[,]\s*$/.test(out.slice(0, at).join(""));
        const replacement = brackets.at(-1) === "{" ? "_s:" : first ? "   " : ",  ";
        out.splice(at, 3, ...replacement);
        at += 3;
      } else if (c === "!" && /[\w)\]]/.test(text[at - 1] ?? "") && !/[=~]/.test(text[at + 1] ?? "")) {
        out[at++] = " ";
      } else {
        if ("([{".includes(c)) {
          brackets.push(c);
        } else if (")]}".includes(c)) {
          brackets.pop();
        }
        at++;
      }
    }
  };
  code(null);
  return out.join("");
}
