using HealthWarehouse.Store;
using HealthWarehouse.Store.Archive;

namespace HealthWarehouse.Collect;

/// <summary>
/// The book of what the watched folder has taken, a CSV file a month beside it: when, name, SHA-256 of the content, bytes, tracking id. It
/// tells the operator of the folder what was taken after the files themselves are gone. Names are the sender's: none begins a formula.
/// </summary>
internal sealed class TakenBook(string folder)
{
    private const string Head = "taken_at,name,sha256,bytes,tracking_id,receipt\n";

    public void Write(DateTimeOffset at, string name, Archived content, Receipt receipt)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{at:yyyy-MM}.csv"));
        var line = string.Create(CultureInfo.InvariantCulture, $"{at.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ},{CsvField.Text(name)}," +
            $"{content.Hash},{content.Length},{receipt.TrackingId},{receipt.Kind}\n");
        File.AppendAllText(path, File.Exists(path) ? line : Head + line);
    }
}
