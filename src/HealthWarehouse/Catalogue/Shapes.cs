using System.Text;
using System.Text.Json;

namespace HealthWarehouse.Catalogue;

/// <summary>The outline of an administrative unit as an SVG path in a box of 1000 by <see cref="Shapes.Height"/>.</summary>
public sealed record Shape(string Code, string Name, string Path);

/// <summary>
/// Boundaries (catalogue/geo/PROVINCE-TREE.geojson), projected for drawing: one degree of longitude as wide as it is in the middle of the
/// province.
/// </summary>
public static class Shapes
{
    public const double Width = 1000, Height = 800;

    internal static IReadOnlyList<Shape> Read(string folder, string tree)
    {
        if (!Directory.Exists(folder)) return [];
        var units = Directory.EnumerateFiles(folder, $"*-{tree}.geojson").Order(StringComparer.Ordinal).SelectMany(Units).ToArray();
        if (units.Length == 0) return [];
        var points = units.SelectMany(u => u.Rings).SelectMany(r => r).ToArray();
        var (west, east, south, north) = (points.Min(p => p.X), points.Max(p => p.X), points.Min(p => p.Y), points.Max(p => p.Y));
        var squeeze = Math.Cos((south + north) / 2 * Math.PI / 180);
        var scale = Math.Min(Width / ((east - west) * squeeze), Height / (north - south));
        return [.. units.Select(u =>
            new Shape(u.Code, u.Name,
            string.Concat(u.Rings.Select(r => Path(r, p => ((p.X - west) * squeeze * scale, (north - p.Y) * scale))))))];
    }

    private static List<(string Code, string Name, IReadOnlyList<(double X, double Y)[]> Rings)> Units(string file)
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(file));
        return [.. json.RootElement.GetProperty("features").EnumerateArray()
            .Select(f =>
            (f.GetProperty("properties").GetProperty("code").GetString()!, f.GetProperty("properties").GetProperty("name").GetString()!,
            Rings(f.GetProperty("geometry"))))];
    }

    private static IReadOnlyList<(double X, double Y)[]> Rings(JsonElement geometry)
    {
        var parts = geometry.GetProperty("coordinates").EnumerateArray();
        var rings = geometry.GetProperty("type").GetString() == "MultiPolygon" ? parts.SelectMany(p => p.EnumerateArray()) : parts;
        return [.. rings.Select(r => r.EnumerateArray().Select(p => (p[0].GetDouble(), p[1].GetDouble())).ToArray())];
    }

    /// <summary>In whole steps from point to point: half as long as coordinates.</summary>
    private static string Path((double X, double Y)[] ring, Func<(double X, double Y), (double X, double Y)> project)
    {
        var path = new StringBuilder();
        (int X, int Y)? before = null;
        foreach (var point in ring)
        {
            var (x, y) = project(point);
            var at = (X: (int)Math.Round(x), Y: (int)Math.Round(y));
            if (before is not { } from) path.Append(CultureInfo.InvariantCulture, $"M{at.X} {at.Y}l");
            else if (at != from)
                path.Append(CultureInfo.InvariantCulture,
                    $"{(path[^1] == 'l' || at.X < from.X ? "" : " ")}{at.X - from.X}{(at.Y < from.Y ? "" : " ")}{at.Y - from.Y}");
            before = at;
        }
        return path.Append('Z').ToString();
    }
}
