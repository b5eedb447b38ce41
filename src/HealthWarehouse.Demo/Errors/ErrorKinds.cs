using HealthWarehouse.Concepts;

namespace HealthWarehouse.Demo.Errors;

/// <summary>All kinds of error the generator can plant. A new kind is one more line in one of the lists.</summary>
internal static class ErrorKinds
{
    public static IReadOnlyList<ErrorKind> All { get; } = [.. StructureErrors.Kinds, .. ContentErrors.Kinds, .. MoneyErrors.Kinds];

    public static IReadOnlyList<ErrorKind> Named(IReadOnlyList<string>? codes)
    {
        if (codes is null) return All;
        var unknown = codes.Except(All.Select(k => k.Code)).ToArray();
        return unknown.Length == 0
            ? [.. All.Where(k => codes.Contains(k.Code))]
            : throw new RefusedException($"Không có loại lỗi '{string.Join("', '", unknown)}'.");
    }
}
