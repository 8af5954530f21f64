using RandWire.Engine;
using RandWire.Search;
using Xunit;

namespace RandWire.Tests.Search.Strategies;

public sealed class SobolSpecs
{
    // SciPy 1.10: (qmc.Sobol(10, scramble=False, bits=32).random(2048) * 2**32).astype('uint64')[index].
    [Theory]
    [InlineData(0u, 0u, 0u, 0u, 0u, 0u, 0u, 0u, 0u, 0u, 0u)]
    [InlineData(1u, 2147483648, 2147483648, 2147483648, 2147483648, 2147483648, 2147483648, 2147483648, 2147483648, 2147483648, 2147483648)]
    [InlineData(2u, 3221225472, 1073741824u, 1073741824u, 1073741824u, 3221225472, 3221225472, 1073741824u, 3221225472, 3221225472, 3221225472)]
    [InlineData(3u, 1073741824u, 3221225472, 3221225472, 3221225472, 1073741824u, 1073741824u, 3221225472, 1073741824u, 1073741824u, 1073741824u)]
    [InlineData(6u, 2684354560, 536870912u, 3758096384, 2684354560, 2684354560, 3758096384, 536870912u, 536870912u, 536870912u, 1610612736u)]
    [InlineData(77u, 3590324224, 3590324224, 33554432u, 3321888768, 3590324224, 2181038080, 973078528u, 2785017856, 771751936u, 1845493760u)]
    [InlineData(1000u, 943718400u, 415236096u, 2227175424, 2906652672, 1203765248u, 3896508416, 197132288u, 3862953984, 2151677952, 297795584u)]
    [InlineData(2047u, 2097152u, 2694840320, 3999268864, 1507852288u, 2707423232, 2824863744, 505413632u, 136314880u, 3927965696, 1914699776u)]
    public void Unshifted_points_are_those_of_SciPy(uint index, params uint[] coordinates) =>
        Assert.Equal(coordinates, Enumerable.Range(0, Sobol.MostDimensions).Select(d => Sobol.Bits(index, d)));

    [Fact]
    public void Shifted_points_fill_every_cell_of_every_halving_once_in_each_dimension()
    {
        for (ulong seed = 0; seed < 20; seed++)
        {
            double[][] points = [.. Enumerable.Range(0, 64).Select(i => Sobol.Point((uint)i, Sobol.MostDimensions, new Seed(seed)))];
            for (int d = 0; d < Sobol.MostDimensions; d++)
            {
                Assert.Equal(Enumerable.Range(0, 64), points.Select(point => (int)(point[d] * 64)).Order());
                Assert.All(points, point => Assert.InRange(point[d], 0, 1 - 1e-10));
            }
        }
    }
}
