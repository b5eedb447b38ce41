using HealthWarehouse.Concepts;
using HealthWarehouse.Demo.Chance;
using HealthWarehouse.Demo.Land;

namespace HealthWarehouse.Demo.Organisation;

/// <summary>One at work in a unit: who, as what, in which department.</summary>
internal sealed record Worker(Practitioner Who, string Number, string Title, string Degree, string Department, string Post);

/// <summary>
/// Who works where, in the measure of so small a province: the doctors and technicians are those who treat in messages, a nurse of each
/// hospital is another every year.
/// </summary>
internal sealed class Workforce(Staff staff)
{
    private const double DoctorsPerBed = 0.25, NursesPerBed = 0.5;

    public IEnumerable<Worker> Of(Facility facility, DateOnly day)
    {
        var key = Dice.KeyOf(facility.Code);
        return facility.IsHospital ? Hospital(facility, day)
            : facility.Tier is Tier.Station ? Station(facility, key) : Clinic(facility, key);
    }

    public static IEnumerable<Dictionary<string, string>> StaffRows(Facility facility, IEnumerable<Worker> workers) =>
        workers.Select(w => new Dictionary<string, string>
    {
        ["staff_no"] = w.Number, ["facility_code"] = facility.Code, ["full_name"] = w.Who.Name, ["birth_date"] = ListDraft.Day(w.Who.Born),
        ["sex"] = SexOf(w.Who), ["ethnic_code"] = w.Who.Key % 20 == 0 ? "02" : "01", ["identity_number"] = w.Who.IdentityNumber,
        ["title"] = w.Title, ["degree"] = w.Degree, ["position"] = w.Post, ["department_code"] = w.Department,
        ["contract_kind"] = facility.Private || w.Who.Key % 5 == 0 ? "Hợp đồng không xác định thời hạn" : "Viên chức",
        ["licence_no"] = Practises(w) ? w.Who.Certificate : "", ["works_from"] = ListDraft.Day(w.Who.WorksFrom),
    });

    public static IEnumerable<Dictionary<string, string>> PractitionerRows(Facility facility, IEnumerable<Worker> workers, DateOnly day) =>
        workers.Where(Practises).Select(w => new Dictionary<string, string>
    {
        ["licence_no"] = w.Who.Certificate, ["facility_code"] = facility.Code, ["full_name"] = w.Who.Name,
        ["birth_date"] = ListDraft.Day(w.Who.Born), ["sex"] = SexOf(w.Who), ["identity_number"] = w.Who.IdentityNumber,
        ["insurance_number"] = w.Who.SocialNumber, ["issued_on"] = ListDraft.Day(w.Who.WorksFrom.AddMonths(18)),
        ["issued_by"] = "Sở Y tế tỉnh An Bình", ["expires_on"] = "", ["title"] = w.Title, ["scope"] = $"Khám bệnh, chữa bệnh: {w.Title}",
        ["department_codes"] = w.Department,
        ["status"] = w.Who.Key % 40 == 1 ? "Đình chỉ" : "Hiệu lực", ["updated_on"] = ListDraft.Day(day),
    });

    private static bool Practises(Worker worker) => worker.Title is not ("Dược sĩ" or "Khác");

    private static string SexOf(Practitioner who) => who.Sex is Sex.Female ? "Nữ" : "Nam";

    private IEnumerable<Worker> Hospital(Facility facility, DateOnly day)
    {
        Department[] open = [.. facility.Departments.Where(d => d.Span.Holds(day)).DistinctBy(d => d.Code)];
        var (doctors, nurses) = ((int)Math.Ceiling(facility.Beds * DoctorsPerBed), (int)Math.Ceiling(facility.Beds * NursesPerBed));
        yield return new(staff.Director(facility), "BS000", "Bác sĩ", "Sau đại học", "", "Giám đốc");
        for (var i = 0; i < doctors && open.Length > 0; i++)
            yield return new(staff.Doctor(facility, open[i % open.Length].Code, (ulong)(i / open.Length)), $"BS{i + 1:000}", "Bác sĩ",
                i % 4 == 0 ? "Chuyên khoa I" : "Đại học", open[i % open.Length].Code, i < open.Length ? "Trưởng khoa" : "Bác sĩ điều trị");
        for (var i = 0; i < nurses && open.Length > 0; i++)
            yield return new(i == 0 ? staff.Of(facility, $"nurse-{day.Year}", 0) : staff.Of(facility, "nurse", i),
                i == 0 ? $"DD{day.Year}" : $"DD{i:000}", "Điều dưỡng", i % 3 == 0 ? "Đại học" : "Cao đẳng", open[i % open.Length].Code,
                "Điều dưỡng viên");
        for (var i = 0; i < Math.Clamp(facility.Beds / 8, 1, 5); i++)
            yield return new(staff.Technician(facility, (ulong)i), $"KT{i:000}", "Kỹ thuật y", i == 0 ? "Đại học" : "Cao đẳng", "",
                "Kỹ thuật viên");
        if (open.Any(d => d.Code == "K27"))
            yield return new(staff.Of(facility, "midwife", 0), "HS000", "Hộ sinh", "Cao đẳng", "K27", "Hộ sinh viên");
        if (facility.Tier is Tier.Province)
            yield return new(staff.Of(facility, "pharmacist", 0), "DS000", "Dược sĩ", "Đại học", "", "Trưởng khoa Dược");
        yield return new(staff.Of(facility, "dispenser", 0), "DS001", "Dược sĩ", "Cao đẳng", "", "Cấp phát thuốc");
        yield return new(staff.Of(facility, "office", 0), "VP000", "Khác", "Đại học", "", "Kế toán");
    }

    private IEnumerable<Worker> Station(Facility facility, ulong key)
    {
        if (key % 10 == 0) yield return new(staff.Doctor(facility, "K01", 0), "BS000", "Bác sĩ", "Đại học", "", "Trưởng trạm");
        else yield return new(staff.Of(facility, "assistant", 0), "YS000", "Y sĩ", "Trung cấp", "", "Trưởng trạm");
        yield return key % 2 == 0 ? new(staff.Of(facility, "nurse", 0), "DD000", "Điều dưỡng", "Cao đẳng", "", "Điều dưỡng viên")
            : new(staff.Of(facility, "midwife", 0), "HS000", "Hộ sinh", "Cao đẳng", "", "Hộ sinh viên");
    }

    private IEnumerable<Worker> Clinic(Facility facility, ulong key)
    {
        if (facility.Kind == "NHS") yield return new(staff.Of(facility, "midwife", 0), "HS000", "Hộ sinh", "Đại học", "", "Phụ trách");
        else if (key % 6 == 0) yield return new(staff.Director(facility), "BS000", "Bác sĩ", "Đại học", "", "Phụ trách chuyên môn");
        else yield return new(staff.Of(facility, "assistant", 0), "YS000", "Y sĩ", "Trung cấp", "", "Phụ trách");
    }
}
