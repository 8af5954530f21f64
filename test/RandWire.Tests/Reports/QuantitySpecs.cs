using RandWire.Reports;
using Xunit;

namespace RandWire.Tests.Reports;

public sealed class QuantitySpecs
{
    [Fact]
    public void What_rounds_to_nothing_has_no_sign()
    {
        Assert.Equal(("0.00", "-0.01", "0"), (Quantity.Number(-0.004, 2), Quantity.Number(-0.006, 2), Quantity.Number(-0.4, 0)));
        Assert.Equal(("0.00 %", "-0.01 %"), (Quantity.Percent(-0.00004), Quantity.Percent(-0.00006)));
    }

    [Fact]
    public void A_balanced_accuracy_is_told_where_it_is_another_number()
    {
        Assert.Equal("85.00 %", Quantity.Accuracy(0.85, null));
        Assert.Equal("85.00 %", Quantity.Accuracy(0.85, 0.85 - 1e-16));
        Assert.Equal("85.00 % (balanced 84.99 %)", Quantity.Accuracy(0.85, 0.8499));
    }

    [Fact]
    public void A_small_p_value_is_bounded_and_not_called_zero() =>
        Assert.Equal(("p < 0.001", "p = 0.042", "p = 1"), (Quantity.PValue(1e-9), Quantity.PValue(0.0421), Quantity.PValue(1)));
}
