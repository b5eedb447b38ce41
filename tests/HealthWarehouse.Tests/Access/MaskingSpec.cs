using HealthWarehouse.Catalogue;
using HealthWarehouse.Concepts;
using HealthWarehouse.Records;

namespace HealthWarehouse.Tests.Access;

/// <summary>
/// Wherever no opening holds, identity is shown masked: numbers, cards, phones, names, addresses, dates of birth, and what free text
/// repeats of them.
/// </summary>
public sealed class MaskingSpec(AccessHouse house) : IClassFixture<AccessHouse>
{
    [Theory]
    [InlineData("079190001123", "079******123")]                 // citizen id
    [InlineData("012345678", "******678")]                       // old identity card
    [InlineData("C1234567", "********")]                         // passport
    [InlineData("DN4999912300001", "DN4*********001")]           // insurance card
    [InlineData("DN4999912300001;TE1990000000007", "DN4*********001;TE1*********007")]
    [InlineData("0912345678", "*******678")]                     // phone
    [InlineData("Trịnh Thị Hư Cấu", "T**** T** H* C**")]         // name
    [InlineData("Y Moan", "* M***")]
    [InlineData("Số 5 ngõ Hoa Giấy, phường Ngọc Trà", "********")]
    [InlineData("Thôn Bãi Sậy, xã Yến Hải", "********")]         // address
    public void A_value_keeps_too_little_to_tell_who_it_is(string clear, string masked) => Masking.Of(clear).ShouldBe(masked);

    [Theory, InlineData("19900412", "1990****"), InlineData("199004120830", "1990********"), InlineData("1990", "****")]
    public void A_date_keeps_its_year(string clear, string masked) => Masking.Of(clear, isDate: true).ShouldBe(masked);

    [Fact]
    public async Task Every_identity_element_of_a_message_is_masked_and_nothing_else()
    {
        var record = (await house.Desk.Messages.Open(house.First.RecordKey, Desk.Specialist("an"), "quality"))!;
        var clear = (await Opened("binh")).Tables.SelectMany(t =>
            t.Rows.SelectMany(r => r.Cells.Select(c => (t.Kind, r.Number, c.Element, c.Value))))
            .ToDictionary(c => (c.Kind, c.Number, c.Element), c => c.Value);
        var contract = house.Test.House.Catalogue.Usual;
        var seen = 0;
        foreach (var table in record.Tables)
            foreach (var row in table.Rows)
                foreach (var cell in row.Cells.Where(c => c.Value.Length > 0))
                {
                    var field = contract.Tables[table.Kind].AllFields.First(f => f.From == cell.Element);
                    cell.Masked.ShouldBe(field.Seal is Compartment.Identity, $"{table.Kind}.{cell.Element}");
                    if (!cell.Masked) continue;
                    seen++;
                    cell.Value.ShouldBe(Masking.Of(clear[(table.Kind, row.Number, cell.Element)], field.IsDate));
                    cell.Value.ShouldNotBe(clear[(table.Kind, row.Number, cell.Element)], $"{table.Kind}.{cell.Element}");
                }
        seen.ShouldBeGreaterThan(10);
        Desk.Cell(record, "XML1", "NGAY_SINH").Value.ShouldBe("1990********");
        Desk.Cell(record, "XML1", "DIA_CHI").Value.ShouldBe("********");
    }

    [Fact]
    public async Task Free_text_is_masked_where_it_repeats_an_identity()
    {
        var record = (await house.Desk.Messages.Open(house.First.RecordKey, Desk.Specialist("chi"), "quality"))!;
        Desk.Cell(record, "XML1", "GHI_CHU").Value.ShouldBe("Chị T**** T** H* C** (số 099******001, điện thoại *******123) hẹn khám lại");
        Desk.Cell(await Opened("dung"), "XML1", "GHI_CHU").Value.ShouldContain(AccessHouse.ClearName);
    }

    [Fact]
    public async Task Values_in_findings_are_masked_before_they_are_kept()
    {
        var broken = await house.Test.Load(Made.Envelope(house.Test, "inpatient", 20, ("XML1", "SO_CCCD", "09919000002012345678"),
            ("XML1", "DIEN_THOAI", "không có số nào 0990000123"), ("XML1", "NGAY_SINH", "19901345"),
            ("XML1", "HO_TEN", new string('N', 300)), ("XML7", "HO_TEN_CHA", "Trịnh Văn Hư Cấu")));
        var told = await house.Test.Ask<string>("select coalesce(value, '') || ' ' || message from std.finding where delivery = $seq",
            new { broken.Seq });
        told.ShouldNotBeEmpty();
        foreach (var secret in new[] { "09919000002012345678", "0990000123", "19901345", "NNNNN" })
            told.ShouldAllBe(t => !t.Contains(secret));
    }

    private async Task<MessageRecord> Opened(string account)
    {
        var viewer = Desk.Specialist(account);
        await house.Desk.Open(viewer, house.First);
        return (await house.Desk.Messages.Open(house.First.RecordKey, viewer, "quality"))!;
    }
}
