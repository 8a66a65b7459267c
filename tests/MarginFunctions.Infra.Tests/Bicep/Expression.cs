using System.Text.Json.Serialization;

namespace MarginFunctions.Infra.Tests.Bicep;

/// <summary>An expression of a Bicep file, as bicep-facts.mjs tells it.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(StringLiteral), "string")]
[JsonDerivedType(typeof(Interpolated), "interpolated")]
[JsonDerivedType(typeof(Number), "number")]
[JsonDerivedType(typeof(Boolean), "boolean")]
[JsonDerivedType(typeof(Null), "null")]
[JsonDerivedType(typeof(Object), "object")]
[JsonDerivedType(typeof(Array), "array")]
[JsonDerivedType(typeof(Spread), "spread")]
[JsonDerivedType(typeof(Reference), "name")]
[JsonDerivedType(typeof(Member), "member")]
[JsonDerivedType(typeof(Nested), "nested")]
[JsonDerivedType(typeof(Indexed), "index")]
[JsonDerivedType(typeof(Call), "call")]
[JsonDerivedType(typeof(Unary), "unary")]
[JsonDerivedType(typeof(Binary), "binary")]
[JsonDerivedType(typeof(Conditional), "conditional")]
[JsonDerivedType(typeof(Lambda), "lambda")]
[JsonDerivedType(typeof(For), "for")]
internal abstract record Expression
{
    /// <summary>The line it begins on, from 1.</summary>
    public int Line { get; init; }

    /// <summary>How the file writes it; empty for literals.</summary>
    public string Text { get; init; } = "";

    /// <summary>The expressions right inside it.</summary>
    [JsonIgnore]
    public abstract IEnumerable<Expression> Parts { get; }

    /// <summary>Itself and every expression inside it.</summary>
    [JsonIgnore]
    public IEnumerable<Expression> All => Parts.SelectMany(part => part.All).Prepend(this);

    /// <summary>The string it is when it is a string without holes.</summary>
    [JsonIgnore]
    public string? PlainText => (this as StringLiteral)?.Value;

    internal sealed record StringLiteral(string Value) : Expression
    {
        public override IEnumerable<Expression> Parts => [];
    }

    internal sealed record Interpolated(IReadOnlyList<Expression> Pieces) : Expression
    {
        public override IEnumerable<Expression> Parts => Pieces;
    }

    internal sealed record Number(long Value) : Expression
    {
        public override IEnumerable<Expression> Parts => [];
    }

    internal sealed record Boolean(bool Value) : Expression
    {
        public override IEnumerable<Expression> Parts => [];
    }

    internal sealed record Null : Expression
    {
        public override IEnumerable<Expression> Parts => [];
    }

    internal sealed record Object(IReadOnlyList<Property> Properties) : Expression
    {
        public override IEnumerable<Expression> Parts => Properties.SelectMany(p => p.Key is null ? [p.Value] : new[] { p.Key, p.Value });

        public Property? this[string name] => Properties.FirstOrDefault(p => p.Name == name);
    }

    /// <summary>A property of an object.</summary>
    /// <param name="Name">Null when it is computed, and for a spread.</param>
    /// <param name="Key">The name as an expression; null for a spread.</param>
    internal sealed record Property(int Line, string? Name, Expression? Key, Expression Value);

    internal sealed record Array(IReadOnlyList<Expression> Items) : Expression
    {
        public override IEnumerable<Expression> Parts => Items;
    }

    internal sealed record Spread(Expression Value) : Expression
    {
        public override IEnumerable<Expression> Parts => [Value];
    }

    /// <summary>A name that stands alone: of a parameter, variable, resource, module, loop or lambda.</summary>
    internal sealed record Reference(string Name) : Expression
    {
        public override IEnumerable<Expression> Parts => [];
    }

    internal sealed record Member(Expression Target, string Name) : Expression
    {
        public override IEnumerable<Expression> Parts => [Target];
    }

    /// <summary>A child of a resource: <c>parent::child</c>.</summary>
    internal sealed record Nested(Expression Target, string Name) : Expression
    {
        public override IEnumerable<Expression> Parts => [Target];
    }

    internal sealed record Indexed(Expression Target, Expression Index) : Expression
    {
        public override IEnumerable<Expression> Parts => [Target, Index];
    }

    /// <summary>A call of a function, or of a method when there is a target.</summary>
    internal sealed record Call(Expression? Target, string Name, IReadOnlyList<Expression> Arguments) : Expression
    {
        public override IEnumerable<Expression> Parts => Target is null ? Arguments : Arguments.Prepend(Target);
    }

    internal sealed record Unary(string Operator, Expression Operand) : Expression
    {
        public override IEnumerable<Expression> Parts => [Operand];
    }

    internal sealed record Binary(string Operator, Expression Left, Expression Right) : Expression
    {
        public override IEnumerable<Expression> Parts => [Left, Right];
    }

    internal sealed record Conditional(Expression Condition, Expression Then, Expression Else) : Expression
    {
        public override IEnumerable<Expression> Parts => [Condition, Then, Else];
    }

    internal sealed record Lambda(IReadOnlyList<string> Parameters, Expression Body) : Expression
    {
        public override IEnumerable<Expression> Parts => [Body];
    }

    internal sealed record For(string? Item, string? Index, Expression Over, Expression Body) : Expression
    {
        public override IEnumerable<Expression> Parts => [Over, Body];
    }
}
