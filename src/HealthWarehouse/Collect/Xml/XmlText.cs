using System.Buffers.Text;
using System.Text;

namespace HealthWarehouse.Collect.Xml;

/// <summary>
/// References in XML text: the five predefined ones and characters by number; any other name is an entity and is refused.
/// </summary>
internal static class XmlText
{
    /// <summary>Longest reference, from &amp; to semicolon.</summary>
    public const int LongestReference = 64;

    public const string UnknownReference = "có thực thể lạ (&...;)";

    /// <summary>
    /// Writes <paramref name="text"/> with its references resolved; returns the bytes written, or -1 for an unknown or broken reference.
    /// <paramref name="target"/> must be at least as long as the text.
    /// </summary>
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
            if (!TryReference(text[amp..], target[written..], out var bytes, out var length)) return -1;
            written += bytes;
            text = text[(amp + length)..];
        }
        return written;
    }

    /// <summary>Whether every reference of a text that is only passed over means something.</summary>
    public static bool IsSound(ReadOnlySpan<byte> text)
    {
        Span<byte> character = stackalloc byte[4];
        while (text.IndexOf((byte)'&') is var amp and >= 0)
        {
            if (!TryReference(text[amp..], character, out _, out var length)) return false;
            text = text[(amp + length)..];
        }
        return true;
    }

    /// <summary>A name for a message, however long it came.</summary>
    public static string Shown(ReadOnlySpan<byte> name) =>
        name.Length <= 60 ? Encoding.UTF8.GetString(name) : $"{Encoding.UTF8.GetString(name[..60])}…";

    private static bool TryReference(ReadOnlySpan<byte> text, Span<byte> target, out int written, out int length)
    {
        (written, length) = (0, text[..Math.Min(text.Length, LongestReference)].IndexOf((byte)';') + 1);
        return length > 2 && TryResolve(text[1..(length - 1)], target, out written);
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
