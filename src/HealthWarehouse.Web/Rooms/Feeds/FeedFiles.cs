using System.Text;
using System.Text.Json;
using System.Xml.Linq;
using HealthWarehouse.Operate;

namespace HealthWarehouse.Web.Rooms.Feeds;

/// <summary>
/// Files that lead Excel (.odc, Office Data Connection) and Power BI (.pbids) to the feeds: opened by a double click, they ask for the
/// name and the application password by themselves. No secret stands in them.
/// </summary>
internal static class FeedFiles
{
    private static readonly XNamespace Odc = "urn:schemas-microsoft-com:office:odc";

    public static void MapFeedFiles(this IEndpointRouteBuilder app)
    {
        app.MapGet("/so-lieu/kho-y-te.odc", (HttpContext http, House house, FeedSets sets) =>
            Results.File(Encoding.UTF8.GetBytes(OfExcel(Address(http, house), sets)), "text/x-ms-odc", "kho-y-te.odc"))
            .ExcludeFromDescription();
        app.MapGet("/so-lieu/kho-y-te.pbids", (HttpContext http, House house) =>
            Results.File(JsonSerializer.SerializeToUtf8Bytes(OfPowerBi(Address(http, house))), "application/json", "kho-y-te.pbids"))
            .ExcludeFromDescription();
    }

    /// <summary>Where the feeds are, as clients reach this server.</summary>
    private static string Address(HttpContext http, House house) =>
        $"{(house.Settings.Address?.GetLeftPart(UriPartial.Authority) ?? $"{http.Request.Scheme}://{http.Request.Host}")}/odata";

    private static object OfPowerBi(string address) => new
    {
        version = "0.1",
        connections = new[]
        {
            new { details = new { protocol = "odata", address = new { url = address } }, options = new { }, mode = "Import" },
        },
    };

    private static string OfExcel(string address, FeedSets sets)
    {
        var connection = new XElement(Odc + "OfficeDataConnection", new XAttribute(XNamespace.Xmlns + "odc", Odc.NamespaceName),
            new XElement(Odc + "Connection", new XAttribute(Odc + "Type", "DATAFEED"),
                new XElement(Odc + "ConnectionString",
                    $"Data Source={address};Namespaces to Include=*;Max Received Message Size=4398046511104;" +
                    $"Integrated Security=Basic;Keep Alive=true;Persist Security Info=false;Base Url={address}"),
                new XElement(Odc + "CommandType", "TableCollection"),
                new XElement(Odc + "CommandText", string.Join(',', sets.ByType.Values.Select(f => $"\"{f.Name}\"")))));
        return $"""
            <html xmlns:o="urn:schemas-microsoft-com:office:office" xmlns="http://www.w3.org/TR/REC-html40">
            <head>
            <meta http-equiv=Content-Type content="text/x-ms-odc; charset=utf-8">
            <meta name=ProgId content=ODC.TableCollection>
            <meta name=SourceType content=DATAFEED>
            <title>Kho Y tế</title>
            <xml id=docprops><o:DocumentProperties xmlns:o="urn:schemas-microsoft-com:office:office"><o:Name>Kho Y tế</o:Name>
            </o:DocumentProperties></xml>
            <xml id=msodc>{connection.ToString(SaveOptions.DisableFormatting)}</xml>
            </head>
            </html>
            """;
    }
}
