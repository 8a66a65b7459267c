namespace MarginFunctions.Infra.Tests.Bicep;

/// <summary>One file at work, with its arguments.</summary>
internal sealed class ModuleScope
{
    private readonly Templates _templates;
    private readonly string _path;
    private readonly BicepFile _file;
    private readonly List<DeployedResource> _sink;
    private readonly Dictionary<string, Lazy<object?>> _names = new(StringComparer.Ordinal);

    public ModuleScope(Templates templates, string path, IReadOnlyDictionary<string, object?> arguments, List<DeployedResource> sink)
    {
        (_templates, _path, _file, _sink) = (templates, path, templates.Files[path], sink);
        foreach (var parameter in _file.Parameters)
        {
            _names[parameter.Name] = new(() => arguments.TryGetValue(parameter.Name, out var given) ? given
                : parameter.Default is { } value ? Evaluate(value)
                : parameter.Type.EndsWith('?') ? null
                : new Unknown(parameter.Name));
        }

        foreach (var variable in _file.Variables)
        {
            _names[variable.Name] = new(() => Evaluate(variable.Value));
        }

        foreach (var function in _file.Functions)
        {
            var names = function.Parameters.Select(p => p.Name);
            _names[function.Name] = new(() => (Func<object?[], object?>)(values =>
                new Evaluation(Find, names.Zip(values).Aggregate(Locals.None, (locals, p) => locals.With(p.First, p.Second))).Evaluate(function.Value)));
        }

        foreach (var import in _file.Imports)
        {
            _names[import.Alias] = new(() => Templates.Resolve(path, import.Path) is var source && templates.Files.TryGetValue(source, out var file) && file.Problems.Count == 0
                ? new ModuleScope(templates, source, new Dictionary<string, object?>(), []).Find(import.Name)
                : new Unknown(import.Alias));
        }

        foreach (var resource in _file.Resources)
        {
            _names[resource.Name] = new(() => Repeat(resource.Loop, resource.Condition, locals => Make(resource, locals)));
        }

        foreach (var module in _file.Modules)
        {
            _names[module.Name] = new(() => Repeat(module.Loop, module.Condition, locals => Make(module, locals)));
        }
    }

    public IReadOnlyDictionary<string, object?> Outputs => _file.Outputs.ToDictionary(o => o.Name, o => Evaluate(o.Value));

    /// <summary>Makes every resource, those of modules included.</summary>
    public void Deploy()
    {
        foreach (var symbol in _file.Resources.Select(r => r.Name).Concat(_file.Modules.Select(m => m.Name)))
        {
            _ = _names[symbol].Value;
        }
    }

    private object? Evaluate(Expression expression) => new Evaluation(Find, Locals.None).Evaluate(expression);

    private object? Find(string name) => _names.TryGetValue(name, out var value) ? value.Value : new Unknown(name);

    // A loop over what is not known makes one, of which the loop's names are not known.
    private object? Repeat(BicepFile.Loop? loop, Expression? condition, Func<Locals, object?> make)
    {
        if (loop is null)
        {
            return One(Locals.None);
        }

        var over = Evaluate(loop.Over) as IReadOnlyList<object?>;
        var items = over ?? [new Unknown(loop.Item ?? "item")];
        return (IReadOnlyList<object?>)[.. items.Select((item, i) => One(Locals.None.With(loop.Item, item).With(loop.Index, over is null ? new Unknown(loop.Index ?? "index") : (long)i)))];

        object? One(Locals locals) => condition is not null && new Evaluation(Find, locals).Evaluate(condition) is false ? null : make(locals);
    }

    private DeployedResource? Make(BicepFile.Resource resource, Locals locals)
    {
        var parent = resource.Parent is { } symbol ? Find(symbol) as DeployedResource : null;
        if (resource.Parent is not null && parent is null)
        {
            return null;
        }

        var body = (IReadOnlyDictionary<string, object?>)new Evaluation(Find, locals).Evaluate(resource.Body)!;
        parent ??= body.GetValueOrDefault("parent") as DeployedResource;
        var made = new DeployedResource(_path, _file.FullType(resource), resource, $"{body.GetValueOrDefault("name")}", parent, body);
        _sink.Add(made);
        return made;
    }

    private DeployedModule? Make(BicepFile.Module module, Locals locals)
    {
        var path = Templates.Resolve(_path, module.Path);
        if (!_templates.Files.TryGetValue(path, out var file) || file.Problems.Count > 0)
        {
            return null;
        }

        var body = (IReadOnlyDictionary<string, object?>)new Evaluation(Find, locals).Evaluate(module.Body)!;
        var inner = new ModuleScope(_templates, path, body.GetValueOrDefault("params") as IReadOnlyDictionary<string, object?> ?? new Dictionary<string, object?>(), _sink);
        inner.Deploy();
        return new DeployedModule(inner.Outputs);
    }
}
