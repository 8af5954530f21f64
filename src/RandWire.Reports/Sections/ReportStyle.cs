using RandWire.Reports.Drawing;

namespace RandWire.Reports.Sections;

/// <summary>The style sheet of the report.</summary>
internal static class ReportStyle
{
    public static string Css { get; } = Palette.Variables + DrawingStyle.Rules + "\n" + DrawingStyle.BlockRules + "\n" + Rules;

    private const string Rules = """
        *{box-sizing:border-box}
        html{color-scheme:light dark;-webkit-text-size-adjust:100%}
        body{margin:0;background:var(--paper);color:var(--ink);
          font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif;overflow-wrap:break-word}
        main,header,footer{max-width:1320px;margin:0 auto;padding:0 20px}
        header{padding-top:28px}
        h1{font-size:1.7rem;line-height:1.2;margin:0 0 4px}
        h2{font-size:1.25rem;margin:44px 0 12px;padding-top:12px;border-top:1px solid var(--line)}
        h3{font-size:1.02rem;margin:22px 0 8px}
        p{margin:8px 0;max-width:76ch}
        a{color:var(--accent)}
        .muted{color:var(--muted)}
        .small{font-size:.875rem}
        nav{display:flex;flex-wrap:wrap;gap:4px 16px;margin:14px 0 0;font-size:.9rem}
        .headline{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,250px),1fr));gap:14px;margin:22px 0}
        .tile{background:var(--surface);border:1px solid var(--line);border-radius:10px;padding:14px 16px}
        .tile b{display:block;font-size:1.9rem;line-height:1.25;font-weight:650;letter-spacing:-.01em}
        .tile b small{font-size:1.05rem;font-weight:500;color:var(--muted)}
        .tile span{color:var(--muted);font-size:.9rem}
        .verdict{font-size:1.2rem;line-height:1.4;font-weight:600;border-left:4px solid var(--line);padding:4px 14px;margin:16px 0;max-width:60em}
        .warning{background:var(--warn-paper);border-left:4px solid var(--warn-line);padding:8px 14px;border-radius:4px;margin:12px 0;
          max-width:none}
        dl.facts{display:grid;grid-template-columns:minmax(9em,max-content) minmax(0,1fr);gap:4px 18px;margin:10px 0;font-size:.94rem}
        dl.facts dt{color:var(--muted)}
        dl.facts dt::first-letter{text-transform:uppercase}
        dl.facts dd{margin:0}
        pre{background:var(--surface);border:1px solid var(--line);border-radius:8px;padding:10px 14px;white-space:pre-wrap;
          font:13.5px/1.5 ui-monospace,"DejaVu Sans Mono",Consolas,monospace}
        code{font-family:ui-monospace,"DejaVu Sans Mono",Consolas,monospace;font-size:.92em}
        .columns{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,440px),1fr));gap:18px 28px;align-items:start}
        .columns>*{min-width:0}
        .scroll{overflow-x:auto;max-width:100%}
        .scroll:focus-visible{outline:2px solid var(--accent)}
        table{border-collapse:collapse;font-size:.9rem;font-variant-numeric:tabular-nums;width:100%}
        th,td{padding:5px 10px;text-align:left;border-bottom:1px solid var(--line);vertical-align:top}
        th{color:var(--muted);font-weight:500;white-space:nowrap;vertical-align:bottom}
        td.n,th.n{text-align:right;white-space:nowrap}
        td.w{min-width:9em;max-width:26em;overflow-wrap:anywhere}
        td.note{min-width:9em}
        td code{white-space:nowrap}
        td code.long{white-space:normal}
        td.nowrap{white-space:nowrap}
        tr.winner td{background:var(--surface);font-weight:600}
        tr.failed td{color:var(--muted)}
        .meter{display:block;height:6px;border-radius:3px;background:var(--line);margin-top:3px;min-width:70px;overflow:hidden}
        .meter i{display:block;height:100%;background:var(--accent)}
        figure{margin:14px 0}
        figcaption{color:var(--muted);font-size:.9rem;max-width:76ch}
        .wiring svg{display:block;max-width:100%;height:auto;margin:6px auto}
        .chart{display:block;width:100%;height:auto;max-width:620px}
        .confusion{display:block;max-width:none;height:auto}
        .grid{stroke:var(--line);fill:none}
        .axis{stroke:var(--muted);fill:none}
        .diagonal{stroke:var(--muted);stroke-dasharray:5 4;fill:none}
        .curve{fill:none;stroke:currentColor;stroke-width:2;stroke-linejoin:round}
        .dashed{stroke-dasharray:5 4;stroke-width:1.5}
        .mark{fill:currentColor;stroke:currentColor}
        .hollow{fill:var(--paper)}
        .whisker{stroke:currentColor;stroke-opacity:.45}
        .s1{color:var(--series1)}.s2{color:var(--series2)}.s3{color:var(--series3)}.s4{color:var(--series4)}.s5{color:var(--series5)}
          .s6{color:var(--series6)}
        .faint{color:var(--muted);opacity:.35}
        .right{fill:var(--good)}
        .wrong{fill:var(--bad)}
        .mistakes{display:grid;grid-template-columns:repeat(auto-fill,minmax(148px,1fr));gap:14px}
        .mistakes figure{margin:0;background:var(--surface);border:1px solid var(--line);border-radius:8px;padding:10px;min-width:0}
        .mistakes img{display:block;width:100%;aspect-ratio:1;object-fit:contain;background:var(--paper);border-radius:4px}
        .mistakes img.coarse{image-rendering:pixelated}
        .mistakes figcaption{font-size:.82rem;line-height:1.4;margin-top:8px}
        .mistakes figcaption span{display:block}
        .clip,.mistakes figcaption span.clip{display:-webkit-box;overflow-wrap:anywhere;-webkit-box-orient:vertical;-webkit-line-clamp:3;
          overflow:hidden}
        footer{margin-top:48px;padding-bottom:32px;color:var(--muted);font-size:.85rem}
        @media (max-width:560px){main,header,footer{padding-left:12px;padding-right:12px}dl.facts{grid-template-columns:1fr;gap:0}
          dl.facts dd{margin-bottom:8px}h1{font-size:1.4rem}}
        @media print{nav{display:none}body{font-size:10.5pt}.scroll{overflow:visible}.scroll svg{max-width:100%!important;
          min-width:0!important}h2,h3,h2+p.muted{break-after:avoid}figure,.tile,tr,dl.facts>*{break-inside:avoid}td.w{min-width:0}table{font-size:8pt}
          th,td{padding:3px 5px}th,th.n{white-space:normal}td .small{font-size:inherit}
          dl.facts{grid-template-columns:fit-content(15em) minmax(0,1fr)}.chart{max-width:460px}.wiring svg{max-height:86vh}.meter,.meter i{-webkit-print-color-adjust:exact;print-color-adjust:exact}}
        """;
}
