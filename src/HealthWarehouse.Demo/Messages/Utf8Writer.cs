using System.Text;

namespace HealthWarehouse.Demo.Messages;

/// <summary>UTF-8 text that grows; used again for message after message.</summary>
internal sealed class Utf8Writer
{
    private byte[] _bytes = new byte[1 << 16];

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Length);

    public void Clear() => Length = 0;

    public void Write(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Room(bytes.Length));
        Length += bytes.Length;
    }

    public void Write(string text) => Length += Encoding.UTF8.GetBytes(text, Room(text.Length * 3));

    /// <summary>Text between tags.</summary>
    public void WriteEscaped(string text)
    {
        if (text.AsSpan().IndexOfAny('&', '<', '>') < 0) Write(text);
        else Write(text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal)
            .Replace(">", "&gt;", StringComparison.Ordinal));
    }

    /// <summary>Room for more; what is put there counts once <see cref="Grow"/> says so.</summary>
    public Span<byte> Room(int bytes)
    {
        if (Length + bytes > _bytes.Length) Array.Resize(ref _bytes, Math.Max(Length + bytes, _bytes.Length * 2));
        return _bytes.AsSpan(Length);
    }

    public void Grow(int bytes) => Length += bytes;

    /// <summary>Changes one byte of what is written.</summary>
    public void Overwrite(int at, byte value) => _bytes[at] = value;
}
