using SkiaSharp;

namespace HealthWarehouse.Web.Rooms.Reports;

/// <summary>
/// Faces of printed forms: Liberation Serif, as wide as Times New Roman, which the build takes from Debian; where that is missing the
/// serif of the client's build.
/// </summary>
internal static class PaperFaces
{
    private static readonly Lazy<SKTypeface> RegularFace = new(() => Face("Regular", "")), BoldFace = new(() => Face("Bold", "-Bold")),
        ItalicFace = new(() => Face("Italic", ""));

    public static SKFont Regular(float size) => Font(RegularFace.Value, size);

    public static SKFont Bold(float size) => Font(BoldFace.Value, size);

    public static SKFont Italic(float size) => Font(ItalicFace.Value, size);

    /// <summary>Paper has no pixels: letters stand where their widths put them.</summary>
    public static SKFont Font(SKTypeface face, float size) =>
        new(face, size) { Subpixel = true, LinearMetrics = true, Hinting = SKFontHinting.None };

    private static SKTypeface Face(string name, string spare)
    {
        var own = Path.Combine(AppContext.BaseDirectory, "fonts", $"LiberationSerif-{name}.ttf");
        return File.Exists(own) && SKTypeface.FromFile(own) is { } face && WritesVietnamese(face) ? face
            : SKTypeface.FromFile(Path.Combine(AppContext.BaseDirectory, "wwwroot", "dist", $"DejaVuSerifCondensed{spare}.ttf"));
    }

    private static bool WritesVietnamese(SKTypeface face)
    {
        using var font = new SKFont(face);
        return font.ContainsGlyphs("ẠẾỘỰ");
    }
}
