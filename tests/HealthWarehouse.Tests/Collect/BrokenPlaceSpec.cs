namespace HealthWarehouse.Tests.Collect;

/// <summary>
/// An inner document that is no XML is told with the element and the place in it: nobody finds one sign among thousands of lines.
/// </summary>
public class BrokenPlaceSpec
{
    [Theory]
    [InlineData("<TONG_HOP>\n<MA_LK>E1</MA_LK>\n<CHAN_DOAN_RV>Glucose < 3</CHAN_DOAN_RV>\n</TONG_HOP>",
        "dấu '<' không mở một thẻ hợp lệ, trong <CHAN_DOAN_RV> (dòng 3, byte 51)")]
    [InlineData("<TONG_HOP>\n<MA_LK>E1</MA_LK>\n<CHAN_DOAN_RV>Sốt&#11;</CHAN_DOAN_RV>\n</TONG_HOP>",
        ", trong <CHAN_DOAN_RV> (dòng 3, byte 43)")]
    [InlineData("<TONG_HOP>\n<MA_LK>E1</MA_LK>\n<CHAN_DOAN_RV>Sốt\u000B cao</CHAN_DOAN_RV>\n</TONG_HOP>",
        "có ký tự điều khiển, trong <CHAN_DOAN_RV> (dòng 3, byte 48)")]
    [InlineData("<TONG_HOP>\n<MA_LK>E1</MA_LK>\n<STT>1</MA_BN></TONG_HOP>", "(dòng 3, byte 35)")]
    public async Task A_break_inside_a_content_is_told_with_element_line_and_byte(string document, string told)
    {
        await using var test = await TestHouse.Open();

        await test.Load(Claim.Envelope(Claim.Hoso(Claim.Raw("XML1", Claim.Base64(document))), Claim.Stay("E2")));

        (await test.Ask<string>("select message from std.finding where rule = 'R01-not-well-formed'")).ShouldHaveSingleItem()
            .ShouldContain(told);
    }
}
