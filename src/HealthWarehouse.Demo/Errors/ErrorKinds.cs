using HealthWarehouse.Concepts;

namespace HealthWarehouse.Demo.Errors;

/// <summary>All kinds of error the generator can plant. A new kind is one more line in one of the lists.</summary>
internal static class ErrorKinds
{
    public static IReadOnlyList<ErrorKind> All { get; } = [.. StructureErrors.Kinds, .. ContentErrors.Kinds, .. MoneyErrors.Kinds];

    /// <summary>Codes and names of all kinds, those of lists included.</summary>
    public static IReadOnlyDictionary<string, string> Names { get; } =
        All.Select(k => (k.Code, k.Name)).Concat(ListErrors.Kinds.Select(k => (k.Code, k.Name))).ToDictionary(k => k.Code, k => k.Name);

    public static IReadOnlyList<ErrorKind> Named(IReadOnlyList<string>? codes)
    {
        if (codes is null) return All;
        var unknown = codes.Where(c => !Names.ContainsKey(c)).ToArray();
        return unknown.Length == 0
            ? [.. All.Where(k => codes.Contains(k.Code))]
            : throw new RefusedException($"Không có loại lỗi '{string.Join("', '", unknown)}'.");
    }
}
