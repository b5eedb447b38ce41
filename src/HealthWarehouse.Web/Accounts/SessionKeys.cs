using System.Text;
using System.Xml.Linq;
using HealthWarehouse.Guard.Vault;
using HealthWarehouse.Operate;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;

namespace HealthWarehouse.Web.Accounts;

/// <summary>Keys of cookies and forms: kept in DATA/keys/sessions, wrapped by the house's key ring.</summary>
internal static class SessionKeys
{
    public static void AddSessionKeys(this WebApplicationBuilder builder, House house)
    {
        var folder = Directory.CreateDirectory(Path.Combine(house.Settings.Data, "keys", "sessions"));
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(folder.FullName, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        builder.Services.AddSingleton(house.Keys);
        builder.Services.AddDataProtection().SetApplicationName("khoyte").PersistKeysToFileSystem(folder);
        builder.Services.Configure<KeyManagementOptions>(options => options.XmlEncryptor = new Wrapper(house.Keys));
    }

    private sealed class Wrapper(KeyRing keys) : IXmlEncryptor
    {
        public EncryptedXmlInfo Encrypt(XElement plaintextElement)
        {
            var (number, box) = KeyWrap.Seal(keys, Encoding.UTF8.GetBytes(plaintextElement.ToString(SaveOptions.DisableFormatting)));
            return new(new XElement("wrapped", new XAttribute("key", number), Convert.ToBase64String(box)), typeof(Unwrapper));
        }
    }

    /// <summary>Made by the framework when it reads its keys.</summary>
    internal sealed class Unwrapper(IServiceProvider services) : IXmlDecryptor
    {
        public XElement Decrypt(XElement encryptedElement)
        {
            var plain = KeyWrap.Open(services.GetRequiredService<KeyRing>(), (int)encryptedElement.Attribute("key")!,
                Convert.FromBase64String(encryptedElement.Value));
            return XElement.Parse(Encoding.UTF8.GetString(plain));
        }
    }
}
