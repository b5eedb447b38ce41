using System.Security.Cryptography;
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
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(folder.FullName, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        builder.Services.AddSingleton(house.Keys);
        builder.Services.AddDataProtection().SetApplicationName("khoyte").PersistKeysToFileSystem(folder);
        builder.Services.Configure<KeyManagementOptions>(options => options.XmlEncryptor = new Wrapper(house.Keys));
    }

    private sealed class Wrapper(KeyRing keys) : IXmlEncryptor
    {
        public EncryptedXmlInfo Encrypt(XElement plaintextElement)
        {
            var number = keys.Newest(KeyUse.Sessions);
            var plain = Encoding.UTF8.GetBytes(plaintextElement.ToString(SaveOptions.DisableFormatting));
            var box = new byte[28 + plain.Length];
            RandomNumberGenerator.Fill(box.AsSpan(0, 12));
            using var cipher = new AesGcm(keys[KeyUse.Sessions, number], 16);
            cipher.Encrypt(box.AsSpan(0, 12), plain, box.AsSpan(28), box.AsSpan(12, 16));
            return new(new XElement("wrapped", new XAttribute("key", number), Convert.ToBase64String(box)), typeof(Unwrapper));
        }
    }

    /// <summary>Made by the framework when it reads its keys.</summary>
    internal sealed class Unwrapper(IServiceProvider services) : IXmlDecryptor
    {
        public XElement Decrypt(XElement encryptedElement)
        {
            var box = Convert.FromBase64String(encryptedElement.Value);
            var plain = new byte[box.Length - 28];
            using var cipher = new AesGcm(services.GetRequiredService<KeyRing>()[KeyUse.Sessions, (int)encryptedElement.Attribute("key")!], 16);
            cipher.Decrypt(box.AsSpan(0, 12), box.AsSpan(28), box.AsSpan(12, 16), plain);
            return XElement.Parse(Encoding.UTF8.GetString(plain));
        }
    }
}
