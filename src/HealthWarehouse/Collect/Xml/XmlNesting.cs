namespace HealthWarehouse.Collect.Xml;

/// <summary>The open elements, innermost last: each end tag must match.</summary>
internal sealed class XmlNesting(int maxDepth)
{
    private byte[] _names = new byte[512];
    private int[] _starts = new int[16];
    private int _end;

    public int Depth { get; private set; }

    /// <summary>Name of the innermost open element, for a message.</summary>
    public string Current => Depth == 0 ? "" : XmlText.Shown(_names.AsSpan(_starts[Depth - 1], _end - _starts[Depth - 1]));

    /// <summary>False when the document is nested too deeply.</summary>
    public bool Open(ReadOnlySpan<byte> name)
    {
        if (Depth == maxDepth) return false;
        if (Depth == _starts.Length) Array.Resize(ref _starts, Depth * 2);
        if (_end + name.Length > _names.Length) Array.Resize(ref _names, Math.Max(_names.Length * 2, _end + name.Length));
        _starts[Depth++] = _end;
        name.CopyTo(_names.AsSpan(_end));
        _end += name.Length;
        return true;
    }

    /// <summary>False when the name is not that of the innermost open element.</summary>
    public bool Close(ReadOnlySpan<byte> name)
    {
        if (Depth == 0 || !name.SequenceEqual(_names.AsSpan(_starts[Depth - 1], _end - _starts[Depth - 1]))) return false;
        _end = _starts[--Depth];
        return true;
    }
}
