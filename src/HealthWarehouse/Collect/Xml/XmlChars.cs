using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace HealthWarehouse.Collect.Xml;

/// <summary>Why a byte may not stand in an XML file.</summary>
internal enum XmlFlaw { None, NotUtf8, Forbidden }

/// <summary>The characters of XML 1.0: well-formed UTF-8 without control characters, U+FFFE and U+FFFF.</summary>
internal static class XmlChars
{
    private static readonly SearchValues<byte> Control =
        SearchValues.Create([.. Enumerable.Range(0, 32).Except([9, 10, 13]).Select(b => (byte)b)]);

    /// <summary>
    /// How many bytes of <paramref name="text"/> are sound, and what stops there. A character cut by the end is left for the next look,
    /// unless this is the last.
    /// </summary>
    public static int Sound(ReadOnlySpan<byte> text, bool last, out XmlFlaw flaw)
    {
        flaw = XmlFlaw.None;
        var sound = last ? text : text[..^Cut(text)];
        if (sound.IndexOfAny(Control) is var control and >= 0)
        {
            flaw = XmlFlaw.Forbidden;
            sound = sound[..control];
        }
        if (!Utf8.IsValid(sound))
        {
            flaw = XmlFlaw.NotUtf8;
            sound = sound[..ValidLength(sound)];
        }
        if (NonCharacter(sound) is var place and >= 0)
        {
            flaw = XmlFlaw.Forbidden;
            sound = sound[..place];
        }
        return sound.Length;
    }

    public static string Words(XmlFlaw flaw) => flaw is XmlFlaw.NotUtf8 ? "chữ không phải UTF-8" : "có ký tự điều khiển";

    /// <summary>Bytes at the end that begin a character without ending it.</summary>
    private static int Cut(ReadOnlySpan<byte> text)
    {
        for (var back = 1; back <= Math.Min(3, text.Length); back++)
        {
            var b = text[^back];
            if (b < 0x80) return 0;
            if (b >= 0xC0) return (b >= 0xF0 ? 4 : b >= 0xE0 ? 3 : 2) > back ? back : 0;
        }
        return 0;
    }

    private static int ValidLength(ReadOnlySpan<byte> text)
    {
        var at = 0;
        while (Rune.DecodeFromUtf8(text[at..], out _, out var used) == OperationStatus.Done) at += used;
        return at;
    }

    private static int NonCharacter(ReadOnlySpan<byte> text)
    {
        ReadOnlySpan<byte> last = [0xEF, 0xBF];      // U+FFC0 to U+FFFF
        for (var at = 0; text[at..].IndexOf(last) is var step and >= 0; at += step + 2)
            if (text.Length > at + step + 2 && text[at + step + 2] >= 0xBE) return at + step;
        return -1;
    }
}
