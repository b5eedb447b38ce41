using HealthWarehouse.Catalogue;

namespace HealthWarehouse.Collect.Formats;

/// <summary>
/// Where a record stands in its delivery, in the words of its format: "trang Bảng 1, dòng 12", "/items/11, byte 1.024", "byte 1.024".
/// </summary>
/// <param name="Format">How the delivery is packed.</param>
/// <param name="Part">File in an archive, sheet in a workbook, or both.</param>
/// <param name="Offset">Line of a sheet, else byte of the file.</param>
/// <param name="Pointer">JSON pointer of the record in the only file of its delivery.</param>
public sealed record SourcePlace(ContractFormat Format, string? Part, long Offset, string? Pointer)
{
    private static readonly CultureInfo Vietnamese = CultureInfo.GetCultureInfo("vi-VN");
    private static readonly string[] Texts = [".csv", ".txt", ".tsv"], Books = [".xlsx/", ".xlsm/"];

    /// <summary>The place of a record of a contract.</summary>
    public static SourcePlace Of(Contract contract, int number, long offset, string? part) => new(contract.Format, part, offset,
        contract.Format is ContractFormat.Json && part is null ? $"{contract.Records}/{number - 1}" : null);

    public override string ToString() => Format is ContractFormat.Sheet ? OfLine(Part, Offset)
        : string.Join(", ", new[] { Part is null ? null : $"tệp {Part}", Pointer, string.Create(Vietnamese, $"byte {Offset:N0}") }
            .OfType<string>());

    /// <summary>A line of a sheet.</summary>
    internal static string OfLine(string? part, long line) => $"{Sheet(part)}{string.Create(Vietnamese, $"dòng {line:N0}")}";

    private static string Sheet(string? part)
    {
        if (part is null) return "";
        if (Texts.Any(t => part.EndsWith(t, StringComparison.OrdinalIgnoreCase))) return $"tệp {part}, ";
        var book = Books.Max(b => part.IndexOf(b, StringComparison.OrdinalIgnoreCase));
        return book < 0 ? $"trang {part}, " : $"tệp {part[..(book + 5)]}, trang {part[(book + 6)..]}, ";
    }
}
