using HealthWarehouse.Catalogue;
using HealthWarehouse.Concepts;
using HealthWarehouse.Demo.Chance;
using HealthWarehouse.Demo.Land;
using HealthWarehouse.Demo.Names;

namespace HealthWarehouse.Demo.Organisation;

/// <summary>The registers the Department keeps: licences to work, and places that sell medicines.</summary>
internal sealed class Registers(Dice root, CatalogueFiles catalogue, Communes communes, Facilities facilities, Staff staff, NameBook names)
{
    /// <summary>How long before a place closes its register says so.</summary>
    private const int SaysBefore = 40;

    private const int Pharmacies = 60;

    /// <summary>Kinds that are published as places of vaccination.</summary>
    private static readonly HashSet<string> Vaccinating = ["TYT", "TTYT", "TTKSBT", "BVDK"];

    public IEnumerable<Dictionary<string, string>> Licences(DateOnly day)
    {
        foreach (var facility in facilities.All)
        {
            if (facility.On(day) is not { } now) continue;
            var (key, last) = (Dice.KeyOf(facility.Code), facility.Spans.Max(s => s.Span.To));
            var issued = new DateOnly(2012 + (int)(key % 11), 1 + (int)(key / 11 % 12), 1 + (int)(key / 132 % 28));
            var vaccination = Vaccinating.Contains(facility.Kind);
            yield return new()
            {
                ["licence_no"] = $"{key % 100_000:00000}/AB-GPHĐ", ["facility_code"] = facility.Code, ["name"] = now.Name,
                ["licensed_kind"] = catalogue.NameOf("facility-kind", facility.Kind, day),
                ["ownership"] = facility.Private ? "Tư nhân" : "Công lập",
                ["issued_on"] = ListDraft.Day(issued), ["ended_on"] = last < day.AddDays(SaysBefore) ? ListDraft.Day(last) : "",
                ["status"] = facility.Private && key % 30 == 0 ? "Tạm ngừng" : "Đang hoạt động", ["address"] = Street(key),
                ["commune_code"] = now.Commune, ["beds"] = facility.Beds > 0 ? $"{facility.Beds}" : "",
                ["head_name"] = staff.Director(facility).Name, ["head_licence_no"] = staff.Director(facility).Certificate,
                ["issued_by"] = "Sở Y tế tỉnh An Bình", ["vaccination"] = vaccination ? "Có" : "Không",
                ["vaccination_on"] = vaccination ? ListDraft.Day(issued.AddMonths(6)) : "",
            };
        }
    }

    public IEnumerable<Dictionary<string, string>> PharmaciesOn(DateOnly day)
    {
        for (var number = 1; number <= Pharmacies; number++)
        {
            var dice = root.For(Part.Lists, (ulong)number);
            var (old, later) = communes.Draw(ref dice);
            var sex = dice.Chance(0.6) ? Sex.Female : Sex.Male;
            var (head, given) = (names.Full(names.Surname(ref dice), sex, ref dice), dice.Pick(names.Lists.GivenFemale));
            var (shop, late, gpp) = (dice.Chance(0.45), dice.Chance(0.04), new DateOnly(2018, 1, 1).AddDays(dice.Below(1000)));
            while (gpp.AddYears(3) < day) gpp = gpp.AddYears(3);
            if (late) gpp = gpp.AddYears(-3);
            yield return new()
            {
                ["certificate_no"] = $"{number:0000}/ĐKKDD-AB", ["name"] = $"{(shop ? "Nhà thuốc" : "Quầy thuốc")} {given} {number}",
                ["pharmacy_kind"] = shop ? "Nhà thuốc" : "Quầy thuốc", ["address"] = Street(Dice.KeyOf($"pharmacy {number}")),
                ["commune_code"] = new Home(old, later, "", 0).On(day).Code, ["head_name"] = head,
                ["head_licence_no"] = $"{number * 37 % 1000:0000}/CCHN-D-SYT-AB", ["phone"] = $"0999{number * 7919 % 1_000_000:000000}",
                ["gpp_no"] = $"{number:0000}/GPP", ["gpp_from"] = ListDraft.Day(gpp), ["gpp_to"] = ListDraft.Day(gpp.AddYears(3)),
                ["issued_by"] = "Sở Y tế tỉnh An Bình", ["connected"] = dice.Chance(0.9) ? "1" : "0", ["status"] = "Đang hoạt động",
            };
        }
    }

    private string Street(ulong key) =>
        $"Số {1 + key % 300}, đường {names.Lists.Streets[(int)(key / 300 % (ulong)names.Lists.Streets.Count)]}";
}
