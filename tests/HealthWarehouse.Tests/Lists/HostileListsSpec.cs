using System.IO.Compression;
using System.Text;
using MiniExcelLibs;

namespace HealthWarehouse.Tests.Lists;

public class HostileListsSpec
{
    [Fact]
    public async Task A_file_with_a_missing_column_is_told_which_shape_it_is_nearest_to_and_what_is_missing() =>
        (await Refusal("Mã TP,Tỉnh Thành Phố,Quận Huyện,Mã QH,Phường Xã,Cấp\n01,Hà Nội,Ba Đình,001,Phúc Xá,Phường"))
            .ShouldStartWith("Tệp không khớp mẫu nào. Gần nhất là 'Tỉnh, huyện, xã đến 30/06/2025 (Tổng cục Thống kê, 04/01/2025)', còn " +
                "thiếu cột: Mã PX (dòng tiêu đề 1 có: Mã TP, Tỉnh Thành Phố, Quận Huyện, Mã QH, Phường Xã, Cấp).");

    [Fact]
    public async Task A_file_of_something_else_is_told_what_was_found() =>
        (await Refusal("Họ tên,Ngày sinh\nA,2020", "service"))
            .ShouldStartWith("Tệp không khớp mẫu nào của danh mục Dịch vụ kỹ thuật. Dòng đầu có: Họ tên, Ngày sinh.");

    [Fact]
    public async Task A_list_that_is_not_there_is_answered_with_those_that_are() =>
        (await Refusal("code,name\nA,B", "thuoc")).ShouldStartWith("Không có danh mục 'thuoc'. Các danh mục: sex, visit-type");

    [Fact]
    public async Task Another_encoding_is_told()
    {
        await using var test = await TestHouse.Open();

        (await test.Import([.. "code,name\nA,"u8, 0xD0, 0xE3, 0xF5, .. "\n"u8],
            "drug")).Refusal.ShouldBe("Tệp không phải UTF-8: hãy lưu lại với bảng mã UTF-8 (không dùng TCVN3, VNI, windows-1258).");
    }

    [Theory]
    [InlineData("", "Tệp trống.")]
    [InlineData("\n\n,,\n", "Tệp không có dòng nào.")]
    [InlineData("%PDF-1.7", "Tệp PDF không nhập được: cần bảng tính (.xlsx hoặc .csv).")]
    [InlineData("PK\u0003\u0004 hỏng", "Không đọc được tệp: tệp hỏng hoặc không phải bảng tính. Hãy tải lại tệp, hoặc mở " +
        "bằng Excel (cho sửa nếu được hỏi) rồi lưu thành .xlsx.")]
    [InlineData("[{\"Code\": ", "Tệp không phải JSON đúng (dòng 1).")]
    [InlineData("[{\"\\ud800\": 1}]", "Tệp JSON có nửa ký tự (mã \\ud800 đến \\udfff đứng một mình): hãy kết xuất lại tệp.")]
    [InlineData("[1, 2]", "Tệp JSON không khớp mẫu nào. Cần một mảng các đối tượng như '34 tỉnh và 3.321 xã, phường, đặc khu từ " +
        "01/07/2025' (Code, FullName, AdministrativeUnitFullName, Wards); tệp có cấu trúc khác.")]
    public async Task What_is_no_list_file_is_told(string content, string message) => (await Refusal(content)).ShouldBe(message);

    [Fact]
    public async Task An_old_workbook_is_told_to_be_saved_anew()
    {
        await using var test = await TestHouse.Open();

        (await test.Import([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A,
            0xE1])).Refusal.ShouldBe("Tệp Excel kiểu cũ (.xls): hãy mở và lưu lại dạng .xlsx hoặc CSV UTF-8.");
    }

    [Fact]
    public async Task A_quote_that_never_closes_is_told() =>
        (await Refusal("code,name\nA,\"B\n" + new string('x', 2 << 20), "drug"))
            .ShouldBe("Tệp CSV hỏng: có một dòng dài quá 1 MB (thường do thiếu dấu nháy kép đóng).");

    [Fact]
    public async Task A_million_rows_are_no_list()
    {
        await using var test = await TestHouse.Open();
        var text = new StringBuilder("code,name\n");
        for (var i = 0; i < 1_000_000; i++) text.Append(i).Append(",Tên\n");

        (await test.Import(text.ToString(),
            "drug")).Refusal.ShouldBe("Tệp có hơn 200.000 dòng: không danh mục nào lớn như vậy. Kiểm tra lại tệp.");
        test.Overlay().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_workbook_that_unpacks_beyond_measure_is_refused_before_it_is_unpacked()
    {
        using var packed = new MemoryStream();
        using (var zip = new ZipArchive(packed, ZipArchiveMode.Create, leaveOpen: true))
        using (var sheet = zip.CreateEntry("xl/worksheets/sheet1.xml", CompressionLevel.Fastest).Open())
            for (var (block, i) = (new byte[1 << 20], 0); i < 513; i++) sheet.Write(block);
        await using var test = await TestHouse.Open();

        (await test.Import(packed.ToArray())).Refusal.ShouldBe("Sổ tính mở ra quá lớn (hơn 512 MB, hoặc nén " +
            "quá mức thường). Hãy lưu riêng trang cần gửi thành CSV UTF-8.");
    }

    [Fact]
    public async Task A_workbook_is_read_from_the_sheet_that_fits_whatever_its_cells_are()
    {
        using var file = new MemoryStream();
        file.SaveAs(new Dictionary<string, object>
        {
            ["Bìa"] = new[] { new { Tiêu_đề = "Danh mục dịch vụ" } },
            ["Danh mục"] = new[] { new { code = "DV.01", name = "Khám  sức khoẻ ", price = (object)150000.5,
                valid_from = (object)new DateTime(2026, 1, 1) } },
        });
        await using var test = await TestHouse.Open();

        var result = await test.Import(file.ToArray(), "service");

        result.Refusal.ShouldBeNull();
        (await test.Ask<(string, decimal, DateOnly)>("select name, price, valid_from from dim.service where code = 'DV.01'"))
            .ShouldBe([("Khám sức khoẻ", 150000.5m, new(2026, 1, 1))]);
    }

    [Theory]
    [InlineData(';', 65001), InlineData('\t', 1200), InlineData(',', 1201)]
    public async Task Separators_and_encodings_of_spreadsheets_are_understood(char separator, int encoding)
    {
        await using var test = await TestHouse.Open();
        var text = Encoding.GetEncoding(encoding);

        var result =
            await test.Import([.. text.GetPreamble(), .. text.GetBytes($"code{separator}name\nT1{separator}Thuốc giảm đau\n")], "drug");

        (result.Refusal, result.Lists.Single().Added).ShouldBe((null, 1));
        test.House.Catalogue.NameOf("drug", "T1", new(2026, 1, 1)).ShouldBe("Thuốc giảm đau");
    }

    private static async Task<string?> Refusal(string content, string? list = null)
    {
        await using var test = await TestHouse.Open();
        var result = await test.Import(content, list);
        (result.Written, test.Overlay()).ShouldBe((false, ""));
        return result.Refusal;
    }
}
