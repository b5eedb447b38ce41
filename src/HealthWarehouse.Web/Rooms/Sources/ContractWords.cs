using HealthWarehouse.Catalogue;

namespace HealthWarehouse.Web.Rooms.Sources;

/// <summary>Contracts in words.</summary>
internal static class ContractWords
{
    public static string Format(ContractFormat format) => format switch
    {
        ContractFormat.Sheet => "Bảng tính (XLSX, CSV)",
        ContractFormat.Json => "JSON",
        ContractFormat.Xml => "XML",
        _ => "XML có phong bì",
    };

    /// <summary>How what was sent stops holding.</summary>
    public static string Ends(Ending ending) => ending switch
    {
        Ending.Append => "Mỗi hồ sơ đứng riêng, không thay hồ sơ nào.",
        Ending.Span => "Mỗi dòng có hiệu lực từ ngày đến ngày ghi trong dòng, và không lâu hơn dòng tiếp theo của cùng mã.",
        Ending.Snapshot => "Mỗi lần gửi là cả danh sách của một cơ sở: ai, gì không còn trong danh sách gửi sau là đã thôi.",
        _ => "Bản gửi sau của cùng một mã thay bản gửi trước.",
    };

    public static string EndsShort(Ending ending) => ending switch
    {
        Ending.Append => "đứng riêng", Ending.Span => "từ ngày đến ngày", Ending.Snapshot => "cả danh sách", _ => "bản sau thay bản trước",
    };

    /// <summary>What names a record, in the words of the sender.</summary>
    public static string Key(Contract contract) => string.Join(", ", new[] { contract.Subject.Facility }.OfType<string>()
        .Concat(contract.Subject.Key).Select(c => contract[contract.Main].AllFields.First(f => f.To == c).From));

    public static string Extension(ContractFormat format) =>
        format switch { ContractFormat.Sheet => "xlsx", ContractFormat.Json => "json", _ => "xml" };
}
