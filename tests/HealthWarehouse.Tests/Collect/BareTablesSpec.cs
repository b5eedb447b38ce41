using System.Globalization;
using System.Text;
using HealthWarehouse.Catalogue;
using HealthWarehouse.Collect.Claims;
using HealthWarehouse.Collect.Xml;

namespace HealthWarehouse.Tests.Collect;

/// <summary>The check-in table comes without an envelope (domain §1.8): every row of it is a record, read as it came.</summary>
public class BareTablesSpec
{
    private static readonly Envelope Envelope = CatalogueFiles.Load(Repo.File("catalogue")).Usual.Packing;
    private const string One = "<MA_LK>A</MA_LK><MA_CSKCB>99001</MA_CSKCB><LY_DO_VNT>đau &amp; sốt</LY_DO_VNT>",
        Two = "<MA_LK>B</MA_LK><STT/><MA_CSKCB>99001</MA_CSKCB>";

    [Fact]
    public void Each_row_of_the_list_is_a_record_and_the_signature_is_none()
    {
        var (records, broken) = Read("<?xml version=\"1.0\"?><CHI_TIEU_TRANG_THAI_KCB><DSACH_TRANG_THAI_KCB>" +
            $"<TRANG_THAI_KCB>{One}</TRANG_THAI_KCB><TRANG_THAI_KCB>{Two}</TRANG_THAI_KCB></DSACH_TRANG_THAI_KCB>" +
            "<CHUKYDONVI>x</CHUKYDONVI></CHI_TIEU_TRANG_THAI_KCB>");
        records.ShouldBe(["XML0 CHI_TIEU_TRANG_THAI_KCB MA_LK=A MA_CSKCB=99001 LY_DO_VNT=đau & sốt",
            "XML0 CHI_TIEU_TRANG_THAI_KCB MA_LK=B STT= MA_CSKCB=99001"]);
        broken.ShouldBeNull();
    }

    [Fact]
    public void A_table_that_is_its_own_row_is_one_record() =>
        Read($"<CHI_TIEU_TRANG_THAI_KCB>{One}</CHI_TIEU_TRANG_THAI_KCB>").Records.ShouldBe(["XML0 CHI_TIEU_TRANG_THAI_KCB MA_LK=A " +
            "MA_CSKCB=99001 LY_DO_VNT=đau & sốt"]);

    [Theory, InlineData("<CHI_TIEU_TRANG_THAI_KCB>"),
        InlineData("<CHI_TIEU_TRANG_THAI_KCB><DSACH_TRANG_THAI_KCB><TRANG_THAI_KCB><MA_LK>A</MA_LK>"), InlineData("<TRANG_THAI_KCB/>")]
    public void A_table_that_is_cut_short_or_another_is_told(string text) => Read(text).Broken.ShouldNotBeNull();

    private static (string[] Records, string? Broken) Read(string text)
    {
        var reader = new ClaimsReader(Envelope, XmlLimits.Default);
        var records = new List<string>();
        foreach (var group in reader.Read(new MemoryStream(Encoding.UTF8.GetBytes(text))))
            using (group)
                foreach (var record in group.Unpack())
                    foreach (var table in record.Tables)
                        foreach (var row in table.Rows)
                        {
                            var cells = new StringBuilder();
                            foreach (var cell in table.Cells(row))
                                cells.Append(CultureInfo.InvariantCulture,
                                    $" {Encoding.UTF8.GetString(table.Name(cell))}={Encoding.UTF8.GetString(table.Value(cell))}");
                            records.Add($"{table.Kind} {table.Element(row)}{cells}");
                        }
        return ([.. records], reader.Broken?.ToString());
    }
}
