namespace RandWire.Engine.Functions;

/// <summary>Along which sides of the image a window's stride goes.</summary>
public enum StrideAxes
{
    /// <summary>Along both.</summary>
    Both,

    /// <summary>From row to row alone: for a window of one column, such as the 7x1 after a 1x7.</summary>
    Rows,

    /// <summary>From column to column alone: for a window of one row.</summary>
    Columns,
}
