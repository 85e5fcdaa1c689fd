// Written by `cargo xtask gen` from crates/domain/src/access/role.rs: what each role is called on a screen, in both languages.
export const roles = {
  street_dispatcher: ['街道坐席', 'Street dispatcher'],
  street_manager: ['街道负责人', 'Street manager'],
  community_secretary: ['社区书记', 'Community secretary'],
  grid_leader: ['网格长', 'Grid leader'],
  grid_member: ['网格员', 'Grid member'],
  micro_grid_member: ['微网格员', 'Micro-grid member'],
  dedicated_grid_member: ['专属网格员', 'Dedicated-grid member'],
  doctor: ['家庭医生团队', 'Family doctor team'],
  department_contact: ['条线部门联系人', 'Department contact'],
  resource_partner: ['共建单位', 'Resource partner'],
  auditor: ['审计员', 'Auditor'],
  administrator: ['系统管理员', 'Administrator'],
} as const
