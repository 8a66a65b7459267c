namespace MarginFunctions.Infra.Tests.Bicep;

/// <summary>What a Bicep file declares and uses, as bicep-facts.mjs tells it. A file with problems tells nothing else.</summary>
internal sealed record BicepFile(
    string TargetScope,
    IReadOnlyList<BicepFile.Problem> Problems,
    IReadOnlyList<BicepFile.Parameter> Parameters,
    IReadOnlyList<BicepFile.Variable> Variables,
    IReadOnlyList<BicepFile.Function> Functions,
    IReadOnlyList<BicepFile.TypeAlias> Types,
    IReadOnlyList<BicepFile.Import> Imports,
    IReadOnlyList<BicepFile.Resource> Resources,
    IReadOnlyList<BicepFile.Module> Modules,
    IReadOnlyList<BicepFile.Output> Outputs,
    IReadOnlyList<BicepFile.Use> Names)
{
    /// <summary>The resource of a symbol; null when there is none.</summary>
    public Resource? FindResource(string symbol) => Resources.FirstOrDefault(r => r.Name == symbol);

    /// <summary>The module of a symbol; null when there is none.</summary>
    public Module? FindModule(string symbol) => Modules.FirstOrDefault(m => m.Name == symbol);

    /// <summary>The full type of a resource: children that stand in their parent's body leave its type out.</summary>
    public string FullType(Resource resource) => resource.Parent is { } parent
        ? $"{FullType(FindResource(parent)!)}/{resource.TypeName}"
        : resource.TypeName;

    /// <summary>The API version of a resource: children in their parent's body may leave it out; empty when no one says.</summary>
    public string FullVersion(Resource resource) =>
        resource.ApiVersion.Length > 0 || resource.Parent is null ? resource.ApiVersion : FullVersion(FindResource(resource.Parent)!);

    /// <summary>Every expression, with those inside it.</summary>
    public IEnumerable<Expression> Expressions() => Parameters.SelectMany(p => p.Decorators.SelectMany(d => d.Arguments).Append(p.Default))
        .Concat(Variables.Select(v => v.Value))
        .Concat(Functions.Select(f => f.Value))
        .Concat(Resources.SelectMany(r => new[] { r.Loop?.Over, r.Condition, r.Body }))
        .Concat(Modules.SelectMany(m => new[] { m.Loop?.Over, m.Condition, m.Body }))
        .Concat(Outputs.Select(o => o.Value))
        .OfType<Expression>()
        .SelectMany(e => e.All);

    private static bool Has(IReadOnlyList<Decorator> decorators, string name) => decorators.Any(d => d.Name == name);

    /// <summary>Something that cannot be read.</summary>
    internal sealed record Problem(int Line, string Text);

    internal sealed record Decorator(string Name, int Line, IReadOnlyList<Expression> Arguments);

    internal sealed record Parameter(string Name, int Line, string Type, IReadOnlyList<Decorator> Decorators, Expression? Default)
    {
        public bool IsSecure => Has(Decorators, "secure");

        /// <summary>The values that it takes; null for any.</summary>
        public Expression.Array? Allowed => Decorators.FirstOrDefault(d => d.Name == "allowed") is { Arguments: [Expression.Array values] } ? values : null;
    }

    internal sealed record Variable(string Name, int Line, IReadOnlyList<Decorator> Decorators, Expression Value)
    {
        public bool IsExported => Has(Decorators, "export");
    }

    internal sealed record Function(string Name, int Line, IReadOnlyList<Decorator> Decorators, IReadOnlyList<FunctionParameter> Parameters, Expression Value)
    {
        public bool IsExported => Has(Decorators, "export");
    }

    internal sealed record FunctionParameter(string Name, string Type);

    internal sealed record TypeAlias(string Name, int Line, IReadOnlyList<Decorator> Decorators)
    {
        public bool IsExported => Has(Decorators, "export");
    }

    /// <param name="Alias">What it is called here.</param>
    internal sealed record Import(string Name, string Alias, string Path, int Line);

    /// <param name="Parent">The symbol of the resource whose body it stands in; null at the top.</param>
    /// <param name="Type">The type and its version, as written.</param>
    internal sealed record Resource(
        string Name, int Line, string? Parent, string Type, bool Existing, Loop? Loop, Expression? Condition, Expression.Object Body)
    {
        public string TypeName => Type.Split('@')[0];

        public string ApiVersion => Type.Split('@').ElementAtOrDefault(1) ?? "";
    }

    internal sealed record Module(string Name, int Line, string Path, Loop? Loop, Expression? Condition, Expression.Object Body)
    {
        public Expression.Object? Arguments => Body["params"]?.Value as Expression.Object;
    }

    internal sealed record Output(string Name, int Line, string Type, IReadOnlyList<Decorator> Decorators, Expression Value);

    internal sealed record Loop(string? Item, string? Index, Expression Over);

    /// <summary>A name where it is used.</summary>
    /// <param name="Kind">value, function, type or decorator.</param>
    /// <param name="Bound">Whether it is of a loop, a lambda or a function's parameter, or of a child of the body it stands in.</param>
    internal sealed record Use(string Name, string Kind, int Line, int Column, bool Bound);
}
