using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using HealthWarehouse.Catalogue;

namespace HealthWarehouse.Standardise;

/// <summary>
/// One number for what a record is about: 63 bits of a hash of its kind, its facility and its code, joined together with the codes where it
/// matters.
/// </summary>
public static class SubjectKey
{
    public static long Of(Subject subject, string? facility, string code)
    {
        var named = subject.Unnamed ? $"{facility}\u001f{code}" : $"{subject.Kind}\u001e{facility}\u001f{code}";
        return (long)(BinaryPrimitives.ReadUInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(named))) >> 1);
    }
}
