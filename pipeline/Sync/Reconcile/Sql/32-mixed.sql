-- Records whose final values came from both sides, or from the base for an unusable one.
create table mixed as
select k.* from kept k join touched r using (record_key) where r.source = 'mixed';
