using System.Text;
using System.Text.RegularExpressions;
using HealthWarehouse.Catalogue;
using HealthWarehouse.Collect.Xml;

namespace HealthWarehouse.Collect;

/// <summary>
/// The order files of a folder are received in: by the time their sender made them (NGAYLAP in the head), whatever they are called. Those
/// that do not say, and all of a contract without an envelope, come first, by name.
/// </summary>
public sealed class MadeOrder(Envelope? envelope)
{
    private const int HeadBytes = 8192;
    private readonly Regex? _made = envelope is null ? null : new($"<{Regex.Escape(envelope.Made)}>\\s*([0-9]{{8,14}})\\s*<",
        RegexOptions.CultureInvariant | RegexOptions.Compiled, TimeSpan.FromSeconds(1));

    public IReadOnlyList<string> Of(IEnumerable<string> files)
    {
        var known = files.AsParallel().AsOrdered().Select(f => (File: f, Made: MadeOn(f))).ToArray();
        return [.. known.OrderBy(f => f.Made, StringComparer.Ordinal).ThenBy(f => f.File, StringComparer.Ordinal).Select(f => f.File)];
    }

    /// <summary>
    /// Digits of the time the first message inside was made; empty when it does not say, or cannot be read (which loading will tell).
    /// </summary>
    private string MadeOn(string file)
    {
        if (_made is null) return "";
        try
        {
            using var content = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1);
            using var parts = Containers.Open(content, XmlLimits.Default).GetEnumerator();
            if (!parts.MoveNext()) return "";
            var head = new byte[HeadBytes];
            var read = parts.Current.Content.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
            return _made.Match(Encoding.UTF8.GetString(head, 0, read)) is { Success: true } made
                ? made.Groups[1].Value.PadRight(14, '0') : "";
        }
        catch (Exception e)
            when (e is IOException or UnauthorizedAccessException or InvalidDataException or BadContainerException
            or DecoderFallbackException)
        {
            return "";
        }
    }
}
