using System.CommandLine;
using HealthWarehouse.Guard.Audit;
using HealthWarehouse.Guard.Vault;

namespace HealthWarehouse.Web.Verbs;

/// <summary>khoyte key rotate: a new data key of a kind; old content stays readable by its old key.</summary>
internal static class KeyVerb
{
    public static Command Command()
    {
        var use = new Argument<KeyUse>("USE") { Description = "Archive, Identity, Clinical hoặc Audit" };
        var data = Cli.Data();
        var rotate = new Command("rotate", "Đổi khoá dữ liệu") { use, data };
        rotate.Runs((parsed, stop) => Cli.Alone(parsed.GetValue(data), async house =>
        {
            var number = house.Keys.Rotate(parsed.GetValue(use), house.Clock);
            await house.Audit.Write(new AuditEntry("khoyte", "key-rotate", "key", $"{parsed.GetValue(use)}/{number}"), stop);
            Console.WriteLine($"{parsed.GetValue(use)}\t{number}");
            return 0;
        }, stop));
        return new Command("key", "Khoá") { rotate };
    }
}
