using System.CommandLine;
using HealthWarehouse.Catalogue;
using HealthWarehouse.Demo;
using HealthWarehouse.Guard;
using HealthWarehouse.Operate;
using HealthWarehouse.Web.Accounts;

namespace HealthWarehouse.Web.Verbs;

/// <summary>khoyte demo: the made-up province 99 into the data folder, with an account of each role; or, with --out, as files.</summary>
internal static class DemoVerb
{
    private static readonly (string User, string Name, string Role, string? Facilities)[] Accounts =
    [
        ("lanh-dao", "Lãnh đạo Sở (mẫu)", "leader", null),
        ("chuyen-vien", "Chuyên viên nghiệp vụ (mẫu)", "specialist", null),
        ("du-lieu", "Quản trị dữ liệu (mẫu)", "steward", null),
        ("he-thong", "Quản trị hệ thống (mẫu)", "administrator", null),
        ("benh-vien", "Cán bộ Bệnh viện Đa khoa tỉnh An Bình (mẫu)", "facility-staff", "99001"),
        ("lanh-dao-bv", "Lãnh đạo Bệnh viện Đa khoa tỉnh An Bình (mẫu)", "facility-leader", "99001"),
        ("bao-ve-du-lieu", "Cán bộ bảo vệ dữ liệu (mẫu)", "privacy-officer", null),
        ("an-toan", "Cán bộ an toàn thông tin (mẫu)", "security-officer", null),
        ("so-khac", "Người đọc của sở, ngành khác (mẫu)", "outside-reader", null),
    ];

    public static Command Command()
    {
        var people = new Option<long>("--people") { Description = "Số dân", DefaultValueFactory = _ => 20_000 };
        var months = new Option<int>("--months") { Description = "Số tháng", DefaultValueFactory = _ => 24 };
        var seed = new Option<long>("--seed") { Description = "Hạt giống; cùng hạt giống thì cùng dữ liệu", DefaultValueFactory = _ => 1 };
        var until = new Option<DateOnly?>("--until") { Description = "Ngày cuối (mặc định: hôm nay)" };
        var to = new Option<string?>("--out") { Description = "Ghi ra thư mục thay vì nạp" };
        var data = Cli.Data();
        var command = new Command("demo", "Tỉnh hư cấu 99 làm dữ liệu mẫu") { people, months, seed, until, to, data };
        command.Runs(async (parsed, stop) =>
        {
            var settings = HouseSettings.FromEnvironment(parsed.GetValue(data));
            var now = TimeProvider.System.GetUtcNow();
            var last = parsed.GetValue(until);
            var province = new DemoProvince(
                new() { People = parsed.GetValue(people), Months = parsed.GetValue(months), Seed = parsed.GetValue(seed),
                    EndsOn = last ?? DateOnly.FromDateTime(now.UtcDateTime.AddHours(7)) }, CatalogueFiles.Load(settings.Catalogue));
            return parsed.GetValue(to) is { } folder
                ? Write(province, folder) : await Load(settings, province, last is null ? now : DateTimeOffset.MaxValue, stop);
        });
        return command;
    }

    private static async Task<int> Load(HouseSettings settings, DemoProvince province, DateTimeOffset until, CancellationToken stop)
    {
        var logins = Path.Combine(settings.Data, "demo-logins.txt");
        if (File.Exists(logins))
        {
            Console.Error.WriteLine($"Thư mục {settings.Data} đã có dữ liệu mẫu.");
            return 0;
        }
        var load = new DemoLoad(province, until);
        await using (var house = await House.Open(settings, load.Clock, stop))
        {
            await load.Run(house,
                new Progress<DemoProgress>(p => Cli.Progress($"Dữ liệu mẫu: {p.Day:dd/MM/yyyy}, {p.Messages:N0} thông điệp")), stop);
            Cli.EndProgress();
        }
        await using (var house = await House.Open(settings, stop: stop)) await WriteLogins(house, logins);
        Console.WriteLine(await File.ReadAllTextAsync(logins, stop));
        return 0;
    }

    /// <summary>Written last: where it stands, the demo is whole.</summary>
    private static async Task WriteLogins(House house, string file)
    {
        await using var portal = Portal.Build(house, [], "http://localhost:0");
        var lines = new List<string>();
        foreach (var (user, name, role, facilities) in Accounts)
        {
            var password = Logins.NewPassword();
            var ticket = await Logins.Put(portal.Services, user, name, role, facilities, password);
            lines.Add($"{user,-14} {password}   {ticket}   {name}");
        }
        var part = $"{file}.part";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        await using (var writer = new StreamWriter(part, options)) foreach (var line in lines) await writer.WriteLineAsync(line);
        File.Move(part, file, overwrite: true);
    }

    private static int Write(DemoProvince province, string folder)
    {
        Directory.CreateDirectory(folder);
        using var truth = new StreamWriter(Path.Combine(folder, "truth.csv"));
        using var errors = new StreamWriter(Path.Combine(folder, "errors.csv"));
        truth.WriteLine("facility,episode,visit_type,arrived,discharged,sex,age_years,main_icd,outcome," +
            "hospital_amount,insurance_amount,drug_lines,service_lines,state");
        errors.WriteLine("file,kind,rules,facility,episode,table,row,field,mended");
        var number = 0;
        foreach (var message in province.Deliveries())
        {
            var name = $"{++number:000000}-{message.FileName}";
            File.WriteAllBytes(Path.Combine(folder, name), message.Content.Span);
            foreach (var t in message.Truth)
                truth.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"{t.Facility},{t.Episode},{t.VisitType},{t.Arrived:s},{t.Discharged:s},{t.Sex},{t.AgeYears},{t.MainIcd},{t.Outcome}," +
                    $"{t.HospitalAmount},{t.InsuranceAmount},{t.DrugLines},{t.ServiceLines},{t.State}"));
            foreach (var e in message.Errors)
                errors.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"{name},{e.Kind},{string.Join(';', e.Rules)},{e.Facility},{e.Episode},{e.Table},{e.Row},{e.Field},{e.Mended}"));
            if (number % 500 == 0) Cli.Progress($"Đã ghi {number:N0} thông điệp, tới {message.SentAt:dd/MM/yyyy}");
        }
        Cli.EndProgress();
        Console.WriteLine($"{number}\t{folder}");
        return 0;
    }
}
