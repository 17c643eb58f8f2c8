// IDs for what has none of its own, in Terraform's form: time to the tenth of a microsecond, and a count.

let count = 0;

export function uniqueId(): string {
  const time = new Date()
    .toISOString()
    .replace(/[-:.TZ]/g, "")
    .padEnd(18, "0");
  count += 1;
  return `terraform-${time}${count.toString(16).padStart(8, "0")}`;
}
