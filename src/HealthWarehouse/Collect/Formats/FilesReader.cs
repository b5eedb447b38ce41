using System.Text;
using HealthWarehouse.Sheets;

namespace HealthWarehouse.Collect.Formats;

/// <summary>
/// A reader whose files come one after the other; damage of packing or encoding, which shows only while reading, ends the delivery.
/// </summary>
internal abstract class FilesReader : DeliveryReader
{
    private const string Unreadable = "Không đọc được tệp: ";

    protected FilesReader() => Declared = null;

    public sealed override IEnumerable<RecordGroup> Read(Stream content, int groupBytes = 8 << 20)
    {
        using var parts = Open(content).GetEnumerator();
        while (Guarded(parts.MoveNext, null))
        {
            using var groups = Read(parts.Current, groupBytes).GetEnumerator();
            while (Guarded(groups.MoveNext, parts.Current.Name)) yield return groups.Current;
            if (Broken is not null) yield break;
        }
        if (Broken is null) Close();
    }

    /// <summary>The files of a delivery.</summary>
    protected abstract IEnumerable<ContentPart> Open(Stream content);

    /// <summary>The groups of one file; numbers of records go on from file to file.</summary>
    protected abstract IEnumerable<RecordGroup> Read(ContentPart part, int groupBytes);

    /// <summary>All was read: what is to be told of the whole is told now.</summary>
    protected virtual void Close() { }

    /// <summary>What a refusal says, put behind "cannot be read".</summary>
    protected static string Words(SheetException refusal)
    {
        var words = refusal.Message.StartsWith(Unreadable, StringComparison.Ordinal)
            ? refusal.Message[Unreadable.Length..] : refusal.Message;
        return $"{char.ToLower(words[0], CultureInfo.InvariantCulture)}{words[1..].TrimEnd('.')}";
    }

    private bool Guarded(Func<bool> step, string? part)
    {
        try
        {
            return step();
        }
        catch (BadContainerException e)
        {
            Broken = new(e.Message, 0, 0, e.Part ?? part);
        }
        catch (SheetException e)
        {
            Broken = new(Words(e), 0, 0, part);
        }
        catch (DecoderFallbackException)
        {
            Broken = new("chữ trong tệp không đúng bảng mã", 0, 0, part);
        }
        return false;
    }
}
