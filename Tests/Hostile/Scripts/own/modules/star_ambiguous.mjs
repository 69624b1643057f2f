export * from "star:15";export * from "star:16";export * from "star:17";import * as n from "self";export default Object.keys(n).length+String(n.zz)
