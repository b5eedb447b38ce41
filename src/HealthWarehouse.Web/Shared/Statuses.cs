using HealthWarehouse.Catalogue;

namespace HealthWarehouse.Web.Shared;

/// <summary>What a status and a target are called.</summary>
internal static class Statuses
{
    public static string Word(Status status) => status switch
    {
        Status.Good => "đạt", Status.Warn => "cần chú ý", Status.Bad => "không đạt", _ => "không có mục tiêu",
    };

    /// <summary>The status of a figure against a target there may be: what nobody knows is not grey for want of a target.</summary>
    public static string Word(Target? target, decimal? value) =>
        target is not null && value is null ? "chưa đủ dữ liệu" : Word(target?.Of(value) ?? Status.None);

    /// <summary>A target with its act: "Mục tiêu 80–85% (WHO, OECD; chưa xác nhận)".</summary>
    public static string Said(Target target, string unit) =>
        $"Mục tiêu {Range(target, unit)} ({target.Act}{(target.Certainty is Certainty.Unconfirmed ? $"; {Unconfirmed}" : "")})";

    /// <summary>A target on its line across a chart: "mục tiêu 80–85%, chưa xác nhận".</summary>
    public static string Short(Target target, string unit) =>
        $"mục tiêu {Range(target, unit)}{(target.Certainty is Certainty.Unconfirmed ? $", {Unconfirmed}" : "")}";

    private const string Unconfirmed = "chưa xác nhận";

    private static string Range(Target target, string unit)
    {
        var (of, close) = (target.Reached, unit is "%" or "‰" ? unit : "");
        var (low, high) = (of.AtLeast ?? of.Above, of.AtMost ?? of.Below);
        return (low, high) switch
        {
            ({ } from, { } to) => $"{Format.Number(from)}–{Format.Number(to)}{close}",
            ({ } from, _) => $"{(of.AtLeast is null ? ">" : "≥")} {Format.Number(from)}{close}",
            _ => $"{(of.AtMost is null ? "<" : "≤")} {Format.Number(high)}{close}",
        };
    }
}
