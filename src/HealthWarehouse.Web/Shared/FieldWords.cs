using HealthWarehouse.Catalogue;

namespace HealthWarehouse.Web.Shared;

/// <summary>Fields of contracts in words.</summary>
internal static class FieldWords
{
    public static string Type(Field field) => (field.Type switch
    {
        FieldType.Code => "mã",
        FieldType.Codes => "nhiều mã, cách nhau ';'",
        FieldType.Texts => "nhiều giá trị, cách nhau ';'",
        FieldType.Integer => "số nguyên",
        FieldType.Number => $"số, {field.Scale} chữ số lẻ",
        FieldType.Minute => "ngày giờ yyyyMMddHHmm",
        FieldType.Day => "ngày yyyyMMdd",
        FieldType.Moment => "ngày hoặc ngày giờ",
        FieldType.Days => "nhiều ngày, cách nhau ';'",
        FieldType.Partial => "ngày có thể thiếu phần",
        FieldType.Flag => "0 hoặc 1",
        _ => "chữ",
    }) + (field.Max is { } max ? $", tối đa {max}" : "");

    /// <summary>The same for tables people keep, which write days and flags as people do.</summary>
    public static string TypeInSheet(Field field) => field.Type switch
    {
        FieldType.Minute or FieldType.Moment => "ngày giờ, 31/12/2026 14:30",
        FieldType.Day => "ngày, 31/12/2026",
        FieldType.Partial => "ngày, tháng hoặc năm: 31/12/2026, 12/2026, 2026",
        FieldType.Flag => "có hoặc không",
        _ => Type(field),
    };

    public static string Sealed(Compartment seal) => seal is Compartment.Identity ? "danh tính, niêm phong" : "lâm sàng, niêm phong";
}
