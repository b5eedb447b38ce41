using HealthWarehouse.Demo.Chance;
using HealthWarehouse.Demo.Population;
using HealthWarehouse.Demo.Visits;

namespace HealthWarehouse.Demo.Encounters;

/// <summary>XML9: the certificate of birth, one row a child, in the mother's episode.</summary>
internal static class Births
{
    /// <summary>Lightest child taken to be born at 32 weeks.</summary>
    private const int VeryEarly = 1700;

    public static void Write(Chart chart)
    {
        foreach (var child in chart.Visit.Children) Certificate(chart, child);
    }

    private static void Certificate(Chart chart, Person child)
    {
        var (row, mother, weight) = (chart.Encounter.Add("XML9"), chart.Person, Maternity.WeightAtBirth(child));
        var early = weight < VeryEarly;
        var born = mother.Household.Members.Where(m => m.Mother == mother && m.Born <= child.Born).ToArray();
        row["carer_social_insurance_no"] = chart.Desk.Papers.SocialNumber(mother);
        row["carer_card"] = chart.Visit.Card?.Number;
        row["carer_name"] = chart.Name;
        row["carer_birth_date"] = Text.Day(mother.BornOn);
        row["carer_ethnic_code"] = mother.Household.Ethnic;
        row["carer_identity_number"] = Papers.CitizenNumber(mother);
        row["carer_identity_issued_on"] = "20210625";
        row["carer_identity_issued_by"] = "Cục Cảnh sát quản lý hành chính về trật tự xã hội";
        row["carer_address"] = chart.Address;
        row["nationality_code"] = "000";
        MainTable.Residence(chart, row);
        row["father_name"] = child.Father?.Name;
        row["temporary_card"] = $"TE1{chart.Desk.Province}{chart.Desk.Papers.SocialNumber(child)}";
        row["child_name"] = child.Name;
        row["child_sex"] = Text.Number((int)child.Sex);
        row["children_born"] = Text.Number(chart.Visit.Children.Count);
        row["birth_number"] = Text.Number(born.Select(m => m.BornOn).Distinct().Count());
        row["living_children"] = Text.Number(Math.Max(1, born.Count(m => !m.DeadOn(child.BornOn))));
        row["newborn_weight_g"] = Text.Number(weight);
        row["child_born_at"] = Text.Minute(child.Born);
        row["birth_place"] = chart.Visit.Facility.On(child.BornOn)?.Name ?? chart.Visit.Facility.Code;
        row["child_condition"] = early ? "Non tháng, cần theo dõi" : weight < 2500 ? "Nhẹ cân" : "Khoẻ mạnh";
        row["surgical_birth"] = chart.Visit.Caesarean ? "1" : "0";
        row["born_before_32_weeks"] = early ? "1" : "0";
        row["notes"] = (chart.Visit.Caesarean, early) switch
        {
            (true, true) => "Sinh con phải phẫu thuật, sinh con dưới 32 tuần tuổi",
            (true, false) => "Sinh con phải phẫu thuật",
            (false, true) => "Sinh con dưới 32 tuần tuổi",
            _ => "Không",
        };
        row["birth_attendant"] = chart.Doctor.Name;
        row["form_writer"] = chart.Desk.Staff.Doctor(chart.Visit.Facility, chart.Visit.Department, chart.Visit.Key + 1).Name;
        row["document_date"] = Text.Day(child.BornOn.AddDays(1) > chart.Visit.Day ? chart.Visit.Day : child.BornOn.AddDays(1));
        row["certificate_no"] = Text.Number((int)(Dice.KeyOf((ulong)child.Id, 9) % 90_000) + 1);
        row["book_no"] = string.Create(CultureInfo.InvariantCulture, $"{child.Born:yyyy}/{chart.Visit.Facility.Code}");
        row["director_code"] = chart.Director.SocialNumber;
    }
}
