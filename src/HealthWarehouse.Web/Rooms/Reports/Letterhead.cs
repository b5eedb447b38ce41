using HealthWarehouse.Catalogue;
using HealthWarehouse.Web.Shared;

namespace HealthWarehouse.Web.Rooms.Reports;

/// <summary>
/// What stands at the head of a paper of the agency, and who signs at its foot (Nghị định 30/2020/NĐ-CP, Phụ lục I), on the day it is made:
/// also of a former period, since a paper bears the name of the agency that signs it.
/// </summary>
internal sealed record Letterhead(Agency Agency, DateOnly Day)
{
    public const string Nation = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", Motto = "Độc lập - Tự do - Hạnh phúc";

    public static Letterhead Today(CatalogueFiles catalogue, TimeProvider clock)
    {
        var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime.AddHours(7));
        return new(catalogue.Agency.On(today), today);
    }

    public string GoverningBody => Agency.GoverningBody.ToUpper(Format.Vietnamese);

    public string Name => Agency.Name.ToUpper(Format.Vietnamese);

    /// <summary>The number is given by the clerks' office: its place stays open.</summary>
    public string Number => $"Số:            /BC-{Agency.Symbol}";

    /// <summary>Days below ten and the months January and February are written with a zero.</summary>
    public string PlaceAndDay => $"{Agency.Place}, ngày {Two(Day.Day)} tháng {(Day.Month < 3 ? "0" : "")}{Day.Month} năm {Day.Year}";

    private static string Two(int number) => number.ToString("00", CultureInfo.InvariantCulture);

    public IReadOnlyList<Signer> Signers => Agency.Signers;
}
