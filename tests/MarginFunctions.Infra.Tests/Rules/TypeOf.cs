using MarginFunctions.Infra.Tests.Bicep;

namespace MarginFunctions.Infra.Tests.Rules;

/// <summary>The plain type of an expression, as far as the files say: string, int, bool, array or object; null when they do not.</summary>
internal sealed class TypeOf(Templates templates, string path, BicepFile file)
{
    private static readonly Dictionary<string, string> Answers = new(StringComparer.Ordinal)
    {
        ["cidrSubnet"] = "string", ["contains"] = "bool", ["empty"] = "bool", ["endsWith"] = "bool", ["filter"] = "array", ["flatten"] = "array", ["format"] = "string", ["guid"] = "string",
        ["int"] = "int", ["items"] = "array", ["join"] = "string", ["length"] = "int", ["loadTextContent"] = "string", ["map"] = "array", ["objectKeys"] = "array", ["range"] = "array",
        ["replace"] = "string", ["resourceId"] = "string", ["split"] = "array", ["startsWith"] = "bool", ["string"] = "string", ["subscriptionResourceId"] = "string", ["substring"] = "string",
        ["toLower"] = "string", ["toObject"] = "object", ["toUpper"] = "string", ["trim"] = "string", ["uniqueString"] = "string",
    };

    public string? Of(Expression expression) => expression switch
    {
        Expression.StringLiteral or Expression.Interpolated => "string",
        Expression.Number => "int",
        Expression.Boolean => "bool",
        Expression.Array or Expression.For => "array",
        Expression.Object => "object",
        Expression.Unary { Operator: "!" } => "bool",
        Expression.Binary { Operator: "==" or "!=" or "=~" or "!~" or "<" or "<=" or ">" or ">=" or "&&" or "||" } => "bool",
        Expression.Binary { Operator: not "??" } => "int",
        Expression.Conditional choice => Of(choice.Then) is var type && type == Of(choice.Else) ? type : null,
        Expression.Call { Target: null } call => Answers.GetValueOrDefault(call.Name),
        Expression.Reference reference => OfName(reference.Name),
        Expression.Member { Name: "id" or "name" } member when member.Target is Expression.Reference { Name: var symbol } && file.FindResource(symbol) is not null => "string",
        Expression.Member member when ModuleOfOutputs(file, member.Target) is { } module => templates.Files.GetValueOrDefault(Templates.Resolve(path, module.Path))
            ?.Outputs.FirstOrDefault(o => o.Name == member.Name) is { } output ? Simplify(output.Type) : null,
        _ => null,
    };

    /// <summary>The module that an expression is the outputs of.</summary>
    public static BicepFile.Module? ModuleOfOutputs(BicepFile file, Expression expression) => expression is Expression.Member { Name: "outputs" } outputs
        ? outputs.Target switch
        {
            Expression.Reference reference => file.FindModule(reference.Name),
            Expression.Indexed { Target: Expression.Reference reference } => file.FindModule(reference.Name),
            _ => null,
        }
        : null;

    /// <summary>The plain type that a written type means; null for an alias.</summary>
    public static string? Simplify(string type) => type.TrimEnd('?') switch
    {
        "string" or "int" or "bool" or "array" or "object" => type.TrimEnd('?'),
        "secureString" => "string",
        "secureObject" => "object",
        ['\'', ..] => "string",
        ['{', ..] => "object",
        [.., '[', ']'] => "array",
        _ => null,
    };

    private string? OfName(string name) => file.Parameters.FirstOrDefault(p => p.Name == name) is { } parameter ? Simplify(parameter.Type)
        : file.Variables.FirstOrDefault(v => v.Name == name) is { } variable ? Of(variable.Value)
        : null;
}
