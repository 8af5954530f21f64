using System.Numerics;
using RandWire.Graphs;

namespace RandWire.Networks.Blocks;

/// <summary>An exact quotient; the denominator is positive.</summary>
internal readonly record struct Fraction(BigInteger Numerator, BigInteger Denominator)
{
    public static implicit operator Fraction(int value) => new(value, BigInteger.One);

    /// <summary>A decimal number, exactly.</summary>
    public static Fraction Of(decimal value)
    {
        BigInteger denominator = BigInteger.Pow(10, value.Scale);
        return new Fraction(new BigInteger(value * (decimal)denominator), denominator);
    }

    public static Fraction operator +(Fraction left, Fraction right) =>
        new((left.Numerator * right.Denominator) + (right.Numerator * left.Denominator), left.Denominator * right.Denominator);

    public static Fraction operator -(Fraction left, Fraction right) => left + new Fraction(-right.Numerator, right.Denominator);

    public static Fraction operator *(Fraction left, Fraction right) => new(left.Numerator * right.Numerator, left.Denominator * right.Denominator);

    public static Fraction operator /(Fraction left, Fraction right)
    {
        if (right.Numerator.IsZero) throw new SpecException("A width divides by zero.");
        BigInteger sign = right.Numerator.Sign;
        return new Fraction(left.Numerator * right.Denominator * sign, left.Denominator * right.Numerator * sign);
    }

    public static bool operator <(Fraction left, Fraction right) => (left - right).Numerator.Sign < 0;

    public static bool operator >(Fraction left, Fraction right) => right < left;

    /// <summary>The largest whole number that is not above it.</summary>
    public BigInteger Floor()
    {
        BigInteger quotient = BigInteger.DivRem(Numerator, Denominator, out BigInteger rest);
        return rest.Sign < 0 ? quotient - 1 : quotient;
    }

    /// <summary>The multiple of 8 that MobileNet takes.</summary>
    public Fraction ToEights()
    {
        BigInteger nearest = BigInteger.Max(8, (this + 4).Floor() / 8 * 8);
        // nearest < 0.9 · value
        if (10 * nearest * Denominator < 9 * Numerator) nearest += 8;
        return new Fraction(nearest, BigInteger.One);
    }
}
