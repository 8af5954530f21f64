using System.Globalization;

namespace RandWire.Networks.Blocks;

/// <summary>A term of a width's expression.</summary>
internal abstract record WidthTerm
{
    private WidthTerm() { }

    /// <summary>Text, in parentheses where it binds less than its surroundings: 0 everything, 1 terms of a sum's right side, 2 factors, 3 a divisor.</summary>
    public abstract string Text(int binding);

    public abstract bool Uses(WidthSymbol symbol);

    public abstract Fraction Value(Func<WidthSymbol, int> of);

    internal sealed record Number(int Channels) : WidthTerm
    {
        public override string Text(int binding) => Channels.ToString(CultureInfo.InvariantCulture);

        public override bool Uses(WidthSymbol symbol) => false;

        public override Fraction Value(Func<WidthSymbol, int> of) => Channels;
    }

    internal sealed record Symbol(WidthSymbol Name) : WidthTerm
    {
        public override string Text(int binding) => Name switch { WidthSymbol.Stage => "C", WidthSymbol.Input => "in", _ => "cell.in" };

        public override bool Uses(WidthSymbol symbol) => Name == symbol;

        public override Fraction Value(Func<WidthSymbol, int> of) => of(Name);
    }

    internal sealed record Binary(char Operator, WidthTerm Left, WidthTerm Right) : WidthTerm
    {
        public override string Text(int binding)
        {
            bool isSum = Operator is '+' or '-';
            string text = Left.Text(isSum ? 0 : 2) + Operator + Right.Text(isSum ? 1 : 3);
            return binding > (isSum ? 0 : 2) ? $"({text})" : text;
        }

        public override bool Uses(WidthSymbol symbol) => Left.Uses(symbol) || Right.Uses(symbol);

        public override Fraction Value(Func<WidthSymbol, int> of)
        {
            Fraction left = Left.Value(of), right = Right.Value(of);
            return Operator switch { '+' => left + right, '-' => left - right, '*' => left * right, _ => left / right };
        }
    }

    internal sealed record Eights(WidthTerm Of) : WidthTerm
    {
        public override string Text(int binding) => $"round8({Of.Text(0)})";

        public override bool Uses(WidthSymbol symbol) => Of.Uses(symbol);

        public override Fraction Value(Func<WidthSymbol, int> of) => Of.Value(of).ToEights();
    }
}
