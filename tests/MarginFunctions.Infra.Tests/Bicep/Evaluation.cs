namespace MarginFunctions.Infra.Tests.Bicep;

/// <summary>
/// Computes expressions. Values are strings, <see langword="long"/>, <see langword="bool"/>, null, lists, dictionaries, resources and modules; whatever else there is becomes <see cref="Unknown"/>.
/// </summary>
/// <param name="find">Finds what the file declares.</param>
/// <param name="locals">The names of loops and lambdas around.</param>
internal sealed class Evaluation(Func<string, object?> find, Locals locals)
{
    public object? Evaluate(Expression expression) => expression switch
    {
        Expression.StringLiteral text => text.Value,
        Expression.Number number => number.Value,
        Expression.Boolean boolean => boolean.Value,
        Expression.Null => null,
        Expression.Interpolated text => Join(text),
        Expression.Reference reference => locals.Values.TryGetValue(reference.Name, out var local) ? local : find(reference.Name),
        Expression.Object made => Make(made),
        Expression.Array made => Make(made),
        Expression.Member member => MemberOf(Evaluate(member.Target), member.Name, member),
        Expression.Nested nested => find(nested.Name),
        Expression.Indexed indexed => ItemOf(Evaluate(indexed.Target), Evaluate(indexed.Index), indexed),
        Expression.Call call => CallOf(call),
        Expression.Unary unary => (unary.Operator, Evaluate(unary.Operand)) switch
        {
            ("!", bool value) => !value,
            ("-", long value) => -value,
            _ => new Unknown(unary.Text),
        },
        Expression.Binary binary => Combine(binary),
        Expression.Conditional choice => Evaluate(choice.Condition) switch
        {
            true => Evaluate(choice.Then),
            false => Evaluate(choice.Else),
            _ => new Unknown(choice.Text),
        },
        Expression.Lambda lambda => (Func<object?[], object?>)(values => Inside(lambda.Parameters.Zip(values)).Evaluate(lambda.Body)),
        Expression.For loop => Repeat(loop),
        _ => new Unknown(expression.Text),
    };

    private Evaluation Inside(IEnumerable<(string Name, object? Value)> names) => new(find, names.Aggregate(locals, (inner, name) => inner.With(name.Name, name.Value)));

    private object Join(Expression.Interpolated text)
    {
        var values = text.Pieces.Select(piece => piece is Expression.StringLiteral ? piece.PlainText : Evaluate(piece) switch
        {
            Unknown unknown => unknown,
            DeployedResource or DeployedModule => new Unknown(piece.Text),
            bool value => value ? "True" : "False",
            var value => (object?)$"{value}",
        }).ToList();
        var joined = string.Concat(values.Select(value => value is Unknown unknown ? $"{{{unknown}}}" : value));
        return values.Any(value => value is Unknown) ? new Unknown(joined) : joined;
    }

    private Dictionary<string, object?> Make(Expression.Object made)
    {
        var values = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var property in made.Properties)
        {
            if (property.Key is not null)
            {
                values[$"{Evaluate(property.Key)}"] = Evaluate(property.Value);
            }
            else if (Evaluate(((Expression.Spread)property.Value).Value) is IReadOnlyDictionary<string, object?> others)
            {
                foreach (var (name, value) in others)
                {
                    values[name] = value;
                }
            }
        }

        return values;
    }

    private object Make(Expression.Array made)
    {
        var values = new List<object?>();
        foreach (var item in made.Items)
        {
            if (item is not Expression.Spread spread)
            {
                values.Add(Evaluate(item));
            }
            else if (Evaluate(spread.Value) is IReadOnlyList<object?> others)
            {
                values.AddRange(others);
            }
            else
            {
                return new Unknown(spread.Text);
            }
        }

        return values;
    }

    private object Repeat(Expression.For loop) => Evaluate(loop.Over) is IReadOnlyList<object?> items
        ? items.Select((item, i) => new Evaluation(find, locals.With(loop.Item, item).With(loop.Index, (long)i)).Evaluate(loop.Body)).ToList()
        : new Unknown(loop.Text);

    private static object? MemberOf(object? target, string name, Expression member) => target switch
    {
        IReadOnlyDictionary<string, object?> values => values.GetValueOrDefault(name),
        DeployedResource resource when name == "name" => resource.Body.GetValueOrDefault("name"),
        DeployedResource resource when name == "type" => resource.Type,
        DeployedModule module when name == "outputs" => module.Outputs,
        null => null,
        _ => new Unknown(member.Text),
    };

    private static object? ItemOf(object? target, object? index, Expression indexed) => (target, index) switch
    {
        (IReadOnlyList<object?> items, long i) => i < items.Count ? items[(int)i] : null,
        (IReadOnlyDictionary<string, object?> values, string name) => values.GetValueOrDefault(name),
        _ => new Unknown(indexed.Text),
    };

    private object? CallOf(Expression.Call call)
    {
        if (call.Target is not null)
        {
            return new Unknown(call.Text);
        }

        var arguments = call.Arguments.Select(Evaluate).ToArray();
        if (find(call.Name) is Func<object?[], object?> own)
        {
            return own(arguments);
        }

        if (!BicepFunctions.Known.TryGetValue(call.Name, out var function))
        {
            return new Unknown(call.Text);
        }

        return arguments.Any(a => a is Unknown) ? new Unknown(call.Text) : function(arguments) ?? new Unknown(call.Text);
    }

    private object? Combine(Expression.Binary binary)
    {
        var left = Evaluate(binary.Left);
        return (binary.Operator, left) switch
        {
            ("&&", false) => false,
            ("||", true) => true,
            ("??", not null and not Unknown) => left,
            ("??", null) or ("&&", true) or ("||", false) => Evaluate(binary.Right),
            (_, Unknown) => new Unknown(binary.Text),
            _ => (binary.Operator, left, Evaluate(binary.Right)) switch
            {
                (_, _, Unknown) => new Unknown(binary.Text),
                ("==", _, var right) => Equals(left, right),
                ("!=", _, var right) => !Equals(left, right),
                ("<", long a, long b) => a < b,
                ("<=", long a, long b) => a <= b,
                (">", long a, long b) => a > b,
                (">=", long a, long b) => a >= b,
                ("+", long a, long b) => a + b,
                ("-", long a, long b) => a - b,
                ("*", long a, long b) => a * b,
                _ => new Unknown(binary.Text),
            },
        };
    }
}
