using System.Buffers.Binary;
using System.Security.Cryptography;

namespace HealthWarehouse.Store.Archive;

/// <summary>
/// Layout of an archived file: a head, then the content in chunks of 256 KiB, each sealed with AES-256-GCM under a data key of this file
/// alone. The nonce is the number of the chunk and whether it is the last: chunks cannot be swapped, dropped or cut off unseen. Head of
/// today (KYT3): mark, form, leaf, and two places for the data key, wrapped by an archive key and the file's own secret and bound to the
/// file's name: under another name it does not open. A change of keys writes the place not in use, so that the other holds whatever
/// happens. Files of before are read as ever: KYT2 is not bound to its name, KYT1 (mark, form, key number, salt) draws its data key from
/// the archive key and the head.
/// </summary>
internal static class SealedFile
{
    public const int ChunkSize = 256 * 1024;
    public const int TagSize = 16;
    public const int HeadSize = Fixed + 2 * PlaceSize;
    private const int Fixed = 4 + 1 + 8, PlaceSize = 4 + 12 + 16 + 32, OldHeadSize = 4 + 1 + 4 + 16;
    private static ReadOnlySpan<byte> Mark => "KYT3"u8;
    private static ReadOnlySpan<byte> UnboundMark => "KYT2"u8;
    private static ReadOnlySpan<byte> OldMark => "KYT1"u8;

    /// <summary>
    /// What a head says: how the content is kept, the file's leaf (null in files of before), the key it is wrapped by and how long the head
    /// is.
    /// </summary>
    public sealed record Opened(bool Compressed, ulong? Leaf, int KeyNumber, int HeadSize, byte[] DataKey);

    /// <param name="name">What the file is called: the hash of its content; empty where it has no such name.</param>
    public static byte[] Head(bool compressed, ulong leaf, ReadOnlySpan<byte> name, ReadOnlySpan<byte> dataKey, ArchiveKeys keys)
    {
        var head = new byte[HeadSize];
        Mark.CopyTo(head);
        head[4] = compressed ? (byte)1 : (byte)0;
        BinaryPrimitives.WriteUInt64LittleEndian(head.AsSpan(5), leaf);
        Wrap(head, 0, name, dataKey, keys);
        return head;
    }

    /// <summary>Reads the head at the beginning of a file and unwraps its data key.</summary>
    public static Opened Open(Stream file, ReadOnlySpan<byte> name, ArchiveKeys keys)
    {
        var head = new byte[HeadSize];
        var read = file.ReadAtLeast(head, HeadSize, throwOnEndOfStream: false);
        if (read >= OldHeadSize && head.AsSpan().StartsWith(OldMark))
        {
            var number = BinaryPrimitives.ReadInt32LittleEndian(head.AsSpan(5));
            file.Position = OldHeadSize;
            return new(head[4] == 1, null, number, OldHeadSize,
                HKDF.DeriveKey(HashAlgorithmName.SHA256, keys.Key(number).Bytes, 32, head[..OldHeadSize], "khoyte archive"u8.ToArray()));
        }
        if (read < HeadSize || !(head.AsSpan().StartsWith(Mark) || head.AsSpan().StartsWith(UnboundMark)))
            throw new InvalidDataException("Tệp lưu trữ không đúng định dạng.");
        var leaf = LeafOf(head);
        var (place, dataKey) = Unwrap(head, name, keys);
        return new(head[4] == 1, leaf, NumberAt(head, place), HeadSize, dataKey);
    }

    /// <summary>Number of the key a file is wrapped by, and whether its head is of today; nothing is unwrapped.</summary>
    public static (int KeyNumber, bool IsOld) Peek(Stream file)
    {
        var head = new byte[HeadSize];
        var read = file.ReadAtLeast(head, HeadSize, throwOnEndOfStream: false);
        if (read >= OldHeadSize && head.AsSpan().StartsWith(OldMark)) return (BinaryPrimitives.ReadInt32LittleEndian(head.AsSpan(5)), true);
        return (Math.Max(NumberAt(head, 0), NumberAt(head, 1)), !head.AsSpan().StartsWith(Mark));
    }

    /// <summary>Number of the key a new head is wrapped by.</summary>
    public static int NumberIn(ReadOnlySpan<byte> head) => NumberAt(head, 0);

    /// <summary>Wraps the data key of a file of today by the newest key, in the place not in use; gives the place and its bytes.</summary>
    public static (long At, byte[] Bytes) Rewrap(Stream file, ReadOnlySpan<byte> name, ArchiveKeys keys)
    {
        var head = new byte[HeadSize];
        file.ReadExactly(head);
        var (place, dataKey) = Unwrap(head, name, keys);
        var other = 1 - place;
        Wrap(head, other, name, dataKey, keys);
        return (Fixed + other * PlaceSize, head.AsSpan(Fixed + other * PlaceSize, PlaceSize).ToArray());
    }

    /// <summary>A whole file at once: head, and body in sealed chunks.</summary>
    public static byte[] Whole(ReadOnlySpan<byte> head, ReadOnlySpan<byte> body, byte[] dataKey)
    {
        var chunks = Math.Max(1, (body.Length + ChunkSize - 1) / ChunkSize);
        var file = new byte[head.Length + body.Length + chunks * TagSize];
        head.CopyTo(file);
        using var cipher = new AesGcm(dataKey, TagSize);
        Span<byte> nonce = stackalloc byte[12];
        var at = head.Length;
        for (var chunk = 0; chunk < chunks; chunk++)
        {
            var plain = body.Slice(chunk * ChunkSize, Math.Min(ChunkSize, body.Length - chunk * ChunkSize));
            Nonce(nonce, chunk, chunk == chunks - 1);
            cipher.Encrypt(nonce, plain, file.AsSpan(at, plain.Length), file.AsSpan(at + plain.Length, TagSize));
            at += plain.Length + TagSize;
        }
        return file;
    }

    public static void Nonce(Span<byte> nonce, long chunk, bool final)
    {
        nonce.Clear();
        BinaryPrimitives.WriteInt64LittleEndian(nonce, chunk);
        nonce[11] = final ? (byte)1 : (byte)0;
    }

    private static ulong LeafOf(ReadOnlySpan<byte> head) => BinaryPrimitives.ReadUInt64LittleEndian(head[5..]);

    private static int NumberAt(ReadOnlySpan<byte> head, int place) =>
        BinaryPrimitives.ReadInt32LittleEndian(head[(Fixed + place * PlaceSize)..]);

    private static void Wrap(Span<byte> head, int place, ReadOnlySpan<byte> name, ReadOnlySpan<byte> dataKey, ArchiveKeys keys)
    {
        var key = keys.Key(null);
        var at = head.Slice(Fixed + place * PlaceSize, PlaceSize);
        BinaryPrimitives.WriteInt32LittleEndian(at, key.Number);
        RandomNumberGenerator.Fill(at.Slice(4, 12));
        using var cipher = new AesGcm(Wrapping(key, LeafOf(head), keys), TagSize);
        cipher.Encrypt(at.Slice(4, 12), dataKey, at[32..], at.Slice(16, 16), Bound(head, name));
    }

    /// <summary>The place with the newest key that opens; a half-written one does not.</summary>
    private static (int Place, byte[] DataKey) Unwrap(ReadOnlySpan<byte> head, ReadOnlySpan<byte> name, ArchiveKeys keys)
    {
        var first = NumberAt(head, 1) > NumberAt(head, 0) ? 1 : 0;
        return TryUnwrap(head, first, name, keys) is { } key ? (first, key)
            : NumberAt(head, 1 - first) > 0 && TryUnwrap(head, 1 - first, name, keys) is { } other ? (1 - first, other)
            : throw new CryptographicException("Không mở được khoá của tệp lưu trữ.");
    }

    private static byte[]? TryUnwrap(ReadOnlySpan<byte> head, int place, ReadOnlySpan<byte> name, ArchiveKeys keys)
    {
        var at = head.Slice(Fixed + place * PlaceSize, PlaceSize);
        var dataKey = new byte[32];
        using var cipher = new AesGcm(Wrapping(keys.Key(NumberAt(head, place)), LeafOf(head), keys), TagSize);
        try
        {
            cipher.Decrypt(at.Slice(4, 12), at[32..], at.Slice(16, 16), dataKey, Bound(head, name));
            return dataKey;
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }

    /// <summary>
    /// What the wrapped data key is bound to: the beginning of the head, and the name of the file unless it is of before.
    /// </summary>
    private static byte[] Bound(ReadOnlySpan<byte> head, ReadOnlySpan<byte> name) =>
        head.StartsWith(Mark) ? [.. head[..Fixed], .. name] : [.. head[..Fixed]];

    /// <summary>The key that wraps: of the archive and of this file's own secret together; without either there is none.</summary>
    private static byte[] Wrapping(ArchiveKey key, ulong leaf, ArchiveKeys keys) =>
        HMACSHA256.HashData(key.Bytes,
            (byte[])[.. keys.Secret(leaf) ?? throw new CryptographicException("Tệp lưu trữ đã bị huỷ khoá, không mở được nữa."),
            .. "khoyte file"u8]);
}
