using System.Buffers.Binary;
using System.Security.Cryptography;

namespace HealthWarehouse.Store.Archive;

/// <summary>
/// Layout of an archived file: a head (mark, form, key number, salt), then the content in chunks of 256 KiB, each sealed with AES-256-GCM
/// under a key drawn for this file alone from the archive key and the whole head: a changed head opens nothing. The nonce is the number of the
/// chunk and whether it is the last: chunks cannot be swapped, dropped or cut off unseen.
/// </summary>
internal static class SealedFile
{
    public const int ChunkSize = 256 * 1024;
    public const int TagSize = 16;
    public const int HeadSize = 4 + 1 + 4 + 16;
    private static ReadOnlySpan<byte> Mark => "KYT1"u8;

    public static byte[] Head(bool compressed, int keyNumber, ReadOnlySpan<byte> salt)
    {
        var head = new byte[HeadSize];
        Mark.CopyTo(head);
        head[4] = compressed ? (byte)1 : (byte)0;
        BinaryPrimitives.WriteInt32LittleEndian(head.AsSpan(5), keyNumber);
        salt.CopyTo(head.AsSpan(9));
        return head;
    }

    public static (bool Compressed, int KeyNumber) Read(ReadOnlySpan<byte> head)
    {
        if (!head.StartsWith(Mark)) throw new InvalidDataException("Tệp lưu trữ không đúng định dạng.");
        return (head[4] == 1, BinaryPrimitives.ReadInt32LittleEndian(head[5..]));
    }

    public static AesGcm Cipher(ReadOnlySpan<byte> key, ReadOnlySpan<byte> head)
    {
        Span<byte> own = stackalloc byte[32];
        HKDF.DeriveKey(HashAlgorithmName.SHA256, key, own, head, "khoyte archive"u8);
        return new(own, TagSize);
    }

    public static void Nonce(Span<byte> nonce, long chunk, bool final)
    {
        nonce.Clear();
        BinaryPrimitives.WriteInt64LittleEndian(nonce, chunk);
        nonce[11] = final ? (byte)1 : (byte)0;
    }
}
