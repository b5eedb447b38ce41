using System.Buffers.Text;
using System.Text;

namespace HealthWarehouse.Collect.Xml;

/// <summary>References in XML text: the five predefined ones and characters by number; any other name is an entity and is refused.</summary>
internal static class XmlText
{
    private static readonly System.Buffers.SearchValues<byte> Forbidden = System.Buffers.SearchValues.Create(
        [0, 1, 2, 3, 4, 5, 6, 7, 8, 11, 12, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31]);

    /// <summary>Control characters that XML 1.0 does not allow.</summary>
    public static bool HasForbidden(ReadOnlySpan<byte> text) => text.ContainsAny(Forbidden);

    /// <summary>Writes <paramref name="text"/> with its references resolved; returns the bytes written, or -1 for an unknown or broken reference.
    /// <paramref name="target"/> must be at least as long as the text.</summary>
    public static int Unescape(ReadOnlySpan<byte> text, Span<byte> target)
    {
        var written = 0;
        while (!text.IsEmpty)
        {
            var amp = text.IndexOf((byte)'&');
            var plain = amp < 0 ? text : text[..amp];
            plain.CopyTo(target[written..]);
            written += plain.Length;
            if (amp < 0) break;

            var end = text[amp..].IndexOf((byte)';');
            if (end < 2) return -1;
            if (!TryResolve(text.Slice(amp + 1, end - 1), target[written..], out var bytes)) return -1;
            written += bytes;
            text = text[(amp + end + 1)..];
        }
        return written;
    }

    private static bool TryResolve(ReadOnlySpan<byte> name, Span<byte> target, out int written)
    {
        written = 1;
        switch (name)
        {
            case [(byte)'l', (byte)'t']: target[0] = (byte)'<'; return true;
            case [(byte)'g', (byte)'t']: target[0] = (byte)'>'; return true;
            case [(byte)'a', (byte)'m', (byte)'p']: target[0] = (byte)'&'; return true;
            case [(byte)'q', (byte)'u', (byte)'o', (byte)'t']: target[0] = (byte)'"'; return true;
            case [(byte)'a', (byte)'p', (byte)'o', (byte)'s']: target[0] = (byte)'\''; return true;
            case [(byte)'#', .. var number]: return TryCharacter(number, target, out written);
            default: return false;
        }
    }

    private static bool TryCharacter(ReadOnlySpan<byte> number, Span<byte> target, out int written)
    {
        written = 0;
        int value;
        var ok = number is [(byte)'x', .. var hex]
            ? Utf8Parser.TryParse(hex, out value, out var used, 'x') && used == hex.Length
            : Utf8Parser.TryParse(number, out value, out used) && used == number.Length && number[0] != '+' && number[0] != '-';
        return ok && (value is 9 or 10 or 13 || value >= 32) && value is not (0xFFFE or 0xFFFF)
            && Rune.TryCreate(value, out var rune) && rune.TryEncodeToUtf8(target, out written);
    }
}
