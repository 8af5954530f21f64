using System.Text;

namespace RandWire.Reports.Markup;

/// <summary>Writes HTML and SVG that is also well-formed XML. All text and every attribute value goes through
/// <see cref="Encode"/>.</summary>
internal sealed class MarkupWriter(TextWriter writer)
{
    private readonly Stack<string> _open = new();

    /// <summary>Opens an element and returns the writer, so that text can follow.</summary>
    public MarkupWriter Open(string name, params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        Tag(name, attributes);
        writer.Write('>');
        _open.Push(name);
        return this;
    }

    /// <summary>Closes the innermost open element.</summary>
    public MarkupWriter Close()
    {
        writer.Write("</");
        writer.Write(_open.Pop());
        writer.Write('>');
        return this;
    }

    /// <summary>Writes an element without content.</summary>
    public MarkupWriter Empty(string name, params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        Tag(name, attributes);
        writer.Write("/>");
        return this;
    }

    /// <summary>Writes an element that holds only text.</summary>
    public MarkupWriter Element(string name, string text, params ReadOnlySpan<(string Name, string Value)> attributes) =>
        Open(name, attributes).Text(text).Close();

    public MarkupWriter Text(string text)
    {
        writer.Write(Encode(text));
        return this;
    }

    /// <summary>Writes constant CSS; it must hold neither <c>&lt;</c> nor <c>&amp;</c>.</summary>
    public MarkupWriter Style(string css)
    {
        writer.Write("<style>");
        writer.Write(css);
        writer.Write("</style>");
        return this;
    }

    /// <summary>Writes markup that another <see cref="MarkupWriter"/> made.</summary>
    public MarkupWriter Fragment(string markup)
    {
        writer.Write(markup);
        return this;
    }

    public MarkupWriter Line()
    {
        writer.Write('\n');
        return this;
    }

    /// <summary>Encodes for element text and double-quoted attributes alike.</summary>
    /// <remarks>What XML cannot hold (controls, lone surrogates) and what would reorder the text around it (bidirectional overrides)
    /// becomes U+FFFD, so a file name shows as it is and cannot pose as another.</remarks>
    public static string Encode(string text)
    {
        StringBuilder encoded = new(text.Length + 8);
        foreach (Rune rune in text.EnumerateRunes())
        {
            switch (rune.Value)
            {
                case '&': encoded.Append("&amp;"); break;
                case '<': encoded.Append("&lt;"); break;
                case '>': encoded.Append("&gt;"); break;
                case '"': encoded.Append("&quot;"); break;
                case '\'': encoded.Append("&#39;"); break;
                case '\n' or '\t': encoded.Append((char)rune.Value); break;
                case < 0x20 or (>= 0x7F and < 0xA0) or (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069) or 0xFFFE or 0xFFFF:
                    encoded.Append('\uFFFD');
                    break;
                default: encoded.Append(rune.ToString()); break;
            }
        }
        return encoded.ToString();
    }

    private void Tag(string name, ReadOnlySpan<(string Name, string Value)> attributes)
    {
        writer.Write('<');
        writer.Write(name);
        foreach ((string attribute, string value) in attributes)
        {
            writer.Write(' ');
            writer.Write(attribute);
            writer.Write("=\"");
            writer.Write(Encode(value));
            writer.Write('"');
        }
    }
}
