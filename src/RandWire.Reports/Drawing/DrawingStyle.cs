namespace RandWire.Reports.Drawing;

/// <summary>CSS of the wiring drawings, shared by stand-alone files and the report.</summary>
internal static class DrawingStyle
{
    public const string Rules = """
        .rw-back{fill:var(--paper)}
        .rw-panel{fill:var(--surface);stroke:var(--line);stroke-width:1}
        .rw-block{fill:var(--paper);stroke:var(--node-rim);stroke-width:1.2}
        .rw-flow{fill:none;stroke:var(--node-rim);stroke-width:2;stroke-linejoin:round}
        .rw-tip{fill:var(--node-rim)}
        .rw-wire{fill:none;stroke:var(--wire);stroke-linecap:round}
        .rw-wire-in{stroke:var(--input)}
        .rw-wire-out{stroke:var(--output)}
        .rw-node{fill:var(--node);stroke:var(--node-rim)}
        .rw-in{fill:var(--input);stroke:var(--input-rim)}
        .rw-out{fill:var(--output);stroke:var(--output-rim)}
        .rw-both{fill:var(--input);stroke:var(--output)}
        .rw-extra-in{fill:var(--paper);stroke:var(--input)}
        .rw-extra-out{fill:var(--paper);stroke:var(--output)}
        .rw-text{fill:var(--ink);font-family:system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif}
        .rw-muted{fill:var(--muted)}
        .rw-bold{font-weight:600}
        .rw-on-node{fill:var(--node-ink)}
        .rw-on-color{fill:var(--on-color)}
        """;

    /// <summary>A file of its own is printed whole on one page: browsers cut off what is wider, and break what is higher.</summary>
    public const string PrintRules = "@media print{svg:root{width:100%;height:98vh}}\n";

    /// <summary>What drawings of blocks need besides.</summary>
    public const string BlockRules = """
        .rw-step{fill:var(--surface);stroke:var(--wire);stroke-width:0.8}
        .rw-result{fill:var(--paper);stroke:var(--output);stroke-width:1.4}
        .rw-frame{fill:none;stroke:var(--node-rim);stroke-width:1;stroke-dasharray:5 4}
        .rw-line{fill:none;stroke:var(--wire);stroke-width:1.4}
        .rw-left-out{stroke-dasharray:3 4}
        .rw-point{fill:var(--wire)}
        """;
}
