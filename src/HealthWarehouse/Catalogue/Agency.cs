using System.Xml;
using System.Xml.Linq;

namespace HealthWarehouse.Catalogue;

/// <summary>Who signs a form, and what stands under the title.</summary>
public sealed record Signer(string Title, string Hint);

/// <summary>The agency the house belongs to, as it was called from a day to a day, both included; the one of now has no end.</summary>
public sealed record Agency(string Name, string ShortName, string Symbol, string GoverningBody, string Place, string Logo,
    IReadOnlyList<Signer> Signers, string Act, DateOnly From, DateOnly? To = null)
{
    /// <summary>The drawing of the logo, as it may stand in a page.</summary>
    internal static XElement? ReadLogo(string path)
    {
        try
        {
            using var drawing = XmlReader.Create(path, new() { DtdProcessing = DtdProcessing.Prohibit });
            return XElement.Load(drawing) is { Name.LocalName: "svg" } svg ? svg : null;
        }
        catch (Exception e) when (e is XmlException or IOException)
        {
            return null;
        }
    }
}

/// <summary>The names of the agency over the years: catalogue/agency.yaml.</summary>
public sealed record AgencyFile(IReadOnlyList<Agency> Agencies)
{
    private const string Name = "agency.yaml";

    /// <summary>As it was called on a day; before the first day declared, as it was called first.</summary>
    public Agency On(DateOnly day) => Agencies.LastOrDefault(a => a.From <= day) ?? Agencies[0];

    internal void Verify(string folder)
    {
        CatalogueRules.Require(Agencies.Count > 0, Name, "chưa khai báo cơ quan nào");
        foreach (var agency in Agencies) Verify(agency, folder);
        foreach (var (before, after) in Agencies.Zip(Agencies.Skip(1)))
        {
            CatalogueRules.Require(before.To is { } end && end < after.From, Name,
                $"'{before.Name}' (từ {Day(before.From)}) chồng lên '{after.Name}' (từ {Day(after.From)}): 'to' phải trước ngày ấy");
            CatalogueRules.Require(before.To!.Value.AddDays(1) == after.From, Name,
                $"không có cơ quan nào từ {Day(before.To.Value.AddDays(1))} đến {Day(after.From.AddDays(-1))}");
        }
        CatalogueRules.Require(Agencies[^1].To is null, Name, $"không có cơ quan nào sau {Day(Agencies[^1].To)}");
    }

    private static void Verify(Agency agency, string folder)
    {
        var words = new[] { agency.Name, agency.ShortName, agency.Symbol, agency.GoverningBody, agency.Place, agency.Act };
        CatalogueRules.Require(words.All(w => !string.IsNullOrWhiteSpace(w)), Name, $"'{agency.Name}' (từ {Day(agency.From)}) còn ô trống");
        CatalogueRules.Require(agency.To is null || agency.To >= agency.From, Name, $"'{agency.Name}': 'to' trước 'from'");
        CatalogueRules.Require(agency.Signers.Count > 0 && agency.Signers.All(s => !string.IsNullOrWhiteSpace(s.Title)), Name,
            $"'{agency.Name}' (từ {Day(agency.From)}) thiếu chức danh người ký");
        var root = Path.GetFullPath(folder);
        var logo = Path.GetFullPath(Path.Combine(root, agency.Logo));
        CatalogueRules.Require(logo.StartsWith(root + Path.DirectorySeparatorChar, StringComparison.Ordinal)
            && Agency.ReadLogo(logo) is not null, Name, $"logo '{agency.Logo}' không phải tệp SVG trong catalogue/");
    }

    private static string Day(DateOnly? day) => day?.ToString("dd/MM/yyyy", CultureInfo.InvariantCulture) ?? "";
}
