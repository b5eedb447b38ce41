using HealthWarehouse.Analyse;
using HealthWarehouse.Web.Shared;

namespace HealthWarehouse.Web.Rooms.Reports;

/// <summary>Which cases a figure is about, in the words that stand over it on the page, on paper and in files.</summary>
internal static class ReportScope
{
    /// <summary>The places, and how they are meant where that is not the usual way.</summary>
    public static string Of(Slice slice, string places) => string.Join(" · ", new[]
    {
        places,
        slice.Place is Place.Residence ? "tính theo nơi cư trú" : null,
        slice.Geography switch
        {
            Geography.Since2025 => "địa giới từ 01/07/2025",
            Geography.Until2025 => "địa giới đến 30/06/2025",
            _ => null,
        },
        slice.KnownAt is { } known ? $"theo dữ liệu có đến {Format.Time(known)}" : null,
    }.OfType<string>());
}
