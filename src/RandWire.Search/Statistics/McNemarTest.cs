namespace RandWire.Search;

/// <summary>Two networks on the same test images, judged by the images that only one of them has right (McNemar 1947).</summary>
/// <param name="OnlyFirst">Images that the first alone has right.</param>
/// <param name="OnlySecond">Images that the second alone has right.</param>
/// <param name="ExactPValue">Two-sided, by the binomial distribution; it holds for any number of images.</param>
/// <param name="ChiSquare">(|OnlyFirst - OnlySecond| - 1)² / (OnlyFirst + OnlySecond), Edwards' correction (1948); 0 where both are equal.</param>
/// <param name="ChiSquarePValue">Its probability with one degree of freedom; an approximation from some 25 such images on.</param>
public sealed record McNemarTest(int OnlyFirst, int OnlySecond, double ExactPValue, double ChiSquare, double ChiSquarePValue);
